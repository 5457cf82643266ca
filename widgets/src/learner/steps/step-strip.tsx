import { useLocalized, useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { DueLine } from '../grade/due-line.tsx';
import { GradeLine } from '../grade/grade-line.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStep } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { stepAnchor, useWorkspace } from '../workspace/workspace-context.ts';
import { StepSign } from './step-card.tsx';
import { StepDetail } from './step-detail.tsx';
import { Score, ScoreBar } from './step-list.tsx';
import { StepStatusMark } from './step-status.tsx';
import classes from './step-strip.module.css';

/** The steps in a row, for the frame of a course page; the selected one stands below it. */
export function StepStrip() {
  const words = useWords(learnerWords);
  const { page } = useLab();
  const { selectedStep } = useWorkspace();
  const open = page.steps.find(({ id }) => id === selectedStep);
  return (
    <section className={classes['panel']} aria-labelledby="steps-title" data-steps>
      <div className={classes['top']}>
        <h2 id="steps-title" className={classes['title']}>
          {words.steps.title}
        </h2>
        <div className={classes['bar']}>
          <ScoreBar />
        </div>
        <Score />
      </div>
      <ol className={classes['strip']}>
        {page.steps.map((step, at) => (
          <Chip key={step.id} step={step} number={at + 1} />
        ))}
      </ol>
      <div className={classes['open']}>
        {open ? (
          <OpenStep step={open} />
        ) : (
          <Notice tone="good" title={words.steps.allPassedTitle}>
            {words.steps.allPassed}
          </Notice>
        )}
      </div>
      <div className={classes['grade']}>
        <DueLine />
        <GradeLine grade={page.grade} />
      </div>
    </section>
  );
}

function Chip({ step, number }: { readonly step: LabStep; readonly number: number }) {
  const words = useWords(learnerWords).steps;
  const text = useLocalized();
  const { selectedStep, select } = useWorkspace();
  return (
    <li>
      <button
        type="button"
        id={stepAnchor(step.id)}
        className={classes['chip']}
        aria-current={selectedStep === step.id ? 'step' : undefined}
        onClick={() => select(step.id)}
      >
        <StepSign step={step} number={number} />
        <span className={classes['name']}>
          {text(step.title)}
          <span className="visually-hidden">: {words.status[step.status]}</span>
        </span>
      </button>
    </li>
  );
}

function OpenStep({ step }: { readonly step: LabStep }) {
  const words = useWords(learnerWords);
  const text = useLocalized();
  return (
    <>
      <h3 className={classes['heading']}>
        {text(step.title)}
        <StepStatusMark status={step.status} />
        <span className={classes['points']}>{words.points(step.points)}</span>
      </h3>
      <StepDetail step={step} />
    </>
  );
}
