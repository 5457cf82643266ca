import { Ago } from '../format/instant.tsx';
import { StepStatusMark } from '../learner/steps/step-status.tsx';
import { useLocalized, useWords } from '../messages/language.ts';
import { GradeMark } from '../staff/grade-mark.tsx';
import { LabMark } from '../staff/lab-mark.tsx';
import { usePersonName } from '../staff/person-name.tsx';
import { ProgressBar } from '../status/progress-bar.tsx';
import type { ObservedLearner } from './observation-document.ts';
import classes from './observer.module.css';
import { observerWords } from './words/index.ts';

/** One learner: how far, how many points, and where the grade is. */
export function ObservedCard({ learner }: { readonly learner: ObservedLearner }) {
  const words = useWords(observerWords);
  const name = usePersonName()(learner);
  const done = learner.steps.filter(({ status }) => status === 'PASSED' || status === 'HELD').length;
  const all = learner.steps.length;
  return (
    <section className={classes['card']} aria-label={words.progress(name)}>
      <header className={classes['head']}>
        <h2 className={classes['name']}>{name}</h2>
        <LabMark status={learner.lab} />
        <GradeMark status={learner.grade.status} />
      </header>
      <ProgressBar share={all === 0 ? 0 : done / all} label={words.progress(name)} words={words.stepsDone(done, all)} tone={done === all ? 'good' : 'busy'} />
      <p className={classes['figures']}>
        <strong>{words.stepsDone(done, all)}</strong>
        <span>{words.points(learner.grade.points, learner.grade.maximum)}</span>
        <span>
          {learner.lastActiveAt === null ? (
            words.noWorkYet
          ) : (
            <>
              {words.lastActive} <Ago at={learner.lastActiveAt} />
            </>
          )}
        </span>
      </p>
      <Steps steps={learner.steps} />
    </section>
  );
}

function Steps({ steps }: Pick<ObservedLearner, 'steps'>) {
  const words = useWords(observerWords);
  const text = useLocalized();
  return (
    <ol className={classes['steps']} aria-label={words.steps}>
      {steps.map((step) => (
        <li key={step.id} className={classes['step']}>
          <span>{text(step.title)}</span>
          <StepStatusMark status={step.status} look="plain" />
        </li>
      ))}
    </ol>
  );
}
