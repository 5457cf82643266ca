import { formatDuration } from '../../format/duration.ts';
import { Panel } from '../../learner/panel.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { instructorWords } from '../words/index.ts';
import type { NearMissCount, StepInsight } from './insight-document.ts';
import classes from './insight.module.css';
import { lastName, nearMissSentence } from './near-miss-sentence.ts';

/** Where the class loses people and time, step by step. */
export function StepInsights({ steps }: { readonly steps: readonly StepInsight[] }) {
  const words = useWords(instructorWords).insight;
  const most = Math.max(1, ...steps.map(({ started }) => started));
  return (
    <Panel title={words.steps}>
      <ol className={classes['steps']}>
        {steps.map((step, at) => (
          <Step key={step.stepId} step={step} number={at + 1} most={most} />
        ))}
      </ol>
    </Panel>
  );
}

function Step({ step, number, most }: { readonly step: StepInsight; readonly number: number; readonly most: number }) {
  const words = useWords(instructorWords).insight;
  const shared = useWords(sharedWords);
  const text = useLocalized();
  return (
    <li className={classes['step']}>
      <p className={classes['stepTitle']}>
        <span className={classes['number']}>{words.step(number)}</span>
        {text(step.title)}
      </p>
      <div className={classes['drop']} data-drawn aria-hidden="true">
        <span className={classes['started']} style={{ width: `${(step.started / most) * 100}%` }} />
        <span className={classes['passed']} style={{ width: `${(step.passed / most) * 100}%` }} />
      </div>
      <p className={classes['counts']}>
        <span>{words.started(step.started)}</span>
        <b>{words.passed(step.passed)}</b>
        {step.started > 0 && <span>{words.lost(step.started - step.passed)}</span>}
        <span>{step.medianSeconds === null ? words.noMedian : words.median(formatDuration(step.medianSeconds, shared))}</span>
      </p>
    </li>
  );
}

/** The near misses that most learners made, of all steps, as sentences. */
export function NearMisses({ steps }: { readonly steps: readonly StepInsight[] }) {
  const words = useWords(instructorWords).insight;
  const misses = steps.flatMap((step, at) => step.nearMisses.map((miss) => ({ miss, number: at + 1 }))).toSorted((a, b) => b.miss.learners - a.miss.learners || b.miss.times - a.miss.times);
  return (
    <Panel title={words.nearMisses}>
      {misses.length === 0 && <p className={classes['quiet']}>{words.noNearMisses}</p>}
      <ol className={classes['misses']}>
        {misses.map(({ miss, number }) => (
          <Miss key={`${number} ${miss.path} ${miss.seen}`} miss={miss} number={number} />
        ))}
      </ol>
    </Panel>
  );
}

function Miss({ miss, number }: { readonly miss: NearMissCount; readonly number: number }) {
  const words = useWords(instructorWords).insight;
  const { expectation } = useWords(sharedWords);
  return (
    <li className={classes['miss']}>
      <b className={`tabular ${classes['times']}`}>{words.learners(miss.learners)}</b>
      <span>
        <code title={miss.path}>{lastName(miss.path)}</code> {nearMissSentence(miss, words, expectation)}
        <span className={classes['where']}>{words.step(number)}{miss.times > miss.learners && ` · ${words.times(miss.times)}`}</span>
      </span>
    </li>
  );
}
