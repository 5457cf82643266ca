import { useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { ProgressBar } from '../../status/progress-bar.tsx';
import { useLab } from '../lab-context.ts';
import { DueLine } from '../grade/due-line.tsx';
import { GradeLine } from '../grade/grade-line.tsx';
import { Panel } from '../panel.tsx';
import { openStep } from '../step-progress.ts';
import { learnerWords } from '../words/index.ts';
import { StepCard } from './step-card.tsx';
import classes from './step-list.module.css';

/** Every step in order; the selected one is open. */
export function StepList() {
  const words = useWords(learnerWords);
  const { page } = useLab();
  return (
    <Panel title={words.steps.title} aside={<Score />}>
      <div className={classes['bar']}>
        <ScoreBar />
      </div>
      {openStep(page.steps) === null && (
        <Notice tone="good" title={words.steps.allPassedTitle}>
          {words.steps.allPassed}
        </Notice>
      )}
      <ol className={classes['list']} data-steps>
        {page.steps.map((step, at) => (
          <StepCard key={step.id} step={step} number={at + 1} last={at === page.steps.length - 1} />
        ))}
      </ol>
      <DueLine />
      <GradeLine grade={page.grade} />
    </Panel>
  );
}

/** "20 of 50 points". */
export function Score() {
  const words = useWords(learnerWords);
  const { grade } = useLab().page;
  return <span className={`tabular ${classes['score']}`}>{words.score(grade.points, grade.maximum)}</span>;
}

export function ScoreBar() {
  const words = useWords(learnerWords);
  const { grade } = useLab().page;
  const share = grade.maximum === 0 ? 0 : grade.points / grade.maximum;
  return <ProgressBar share={share} tone="good" label={words.ended.score} words={words.score(grade.points, grade.maximum)} />;
}
