import { Button } from '@mantine/core';
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { formatDuration } from '../../format/duration.ts';
import { Instant } from '../../format/instant.tsx';
import { Money } from '../../format/money.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { useViewer } from '../../session/session-context.ts';
import { GradeLine } from '../grade/grade-line.tsx';
import { HelpPanel } from '../help/help-panel.tsx';
import { useLab } from '../lab-context.ts';
import type { EndReason, LabStateOf } from '../lab-document.ts';
import { ScoreBar } from '../steps/step-list.tsx';
import { StepStatusMark } from '../steps/step-status.tsx';
import { learnerWords } from '../words/index.ts';
import classes from './state-page.module.css';

type EndedProps = { readonly state: LabStateOf<'LabEnded'> };

/** Ends that leave a question, and whom to ask. */
const askAfter: ReadonlySet<EndReason> = new Set(['CREDIT', 'INSTRUCTOR', 'OPERATOR', 'TIME_LIMIT']);

/** After the end: what was reached, where the grade is, what it cost, and why it ended. */
export function Ended({ state }: EndedProps) {
  const words = useWords(learnerWords).ended;
  const { page, readOnly } = useLab();
  return (
    <div className={`${classes['page']} ${classes['narrow']}`}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.title[state.reason]}</h2>
        <p className={classes['lead']}>{words.text[state.reason]}</p>
      </div>
      <section className={classes['card']}>
        <Summary state={state} />
        <GradeLine grade={page.grade} />
      </section>
      <section className={classes['card']}>
        <StepResults />
      </section>
      {!readOnly && <NextThings state={state} />}
      {askAfter.has(state.reason) && <HelpPanel />}
    </div>
  );
}

function Summary({ state }: EndedProps) {
  const words = useWords(learnerWords);
  const shared = useWords(sharedWords);
  const { grade } = useLab().page;
  return (
    <>
      <dl className={`${classes['facts']} ${classes['across']}`}>
        <div>
          <dt>{words.ended.score}</dt>
          <dd className="tabular">{words.score(grade.points, grade.maximum)}</dd>
        </div>
        <div>
          <dt>{words.ended.time}</dt>
          <dd className="tabular">{formatDuration(state.minutes * 60, shared)}</dd>
        </div>
        <div>
          <dt>{words.ended.cost}</dt>
          <dd>
            <Money value={state.cost} />
          </dd>
        </div>
        <div>
          <dt>{words.ended.ended}</dt>
          <dd>
            <Instant at={state.endedAt} />
          </dd>
        </div>
      </dl>
      <div style={{ paddingTop: '1rem' }}>
        <ScoreBar />
      </div>
    </>
  );
}

function StepResults() {
  const words = useWords(learnerWords);
  const text = useLocalized();
  const { steps } = useLab().page;
  return (
    <ol className={classes['steps']}>
      {steps.map((step) => (
        <li key={step.id}>
          <span>{text(step.title)}</span>
          {/* Nothing has to be kept any more. */}
          <StepStatusMark status={step.status === 'HELD' ? 'PASSED' : step.status} look="plain" />
          <span className={`tabular ${classes['points']}`}>{words.points(step.points)}</span>
        </li>
      ))}
    </ol>
  );
}

function NextThings({ state }: EndedProps) {
  const words = useWords(learnerWords).ended;
  const shared = useWords(sharedWords);
  const viewer = useViewer();
  const { acts } = useLab();
  return (
    <div className={classes['start']}>
      {viewer.returnUrl !== null && (
        <Button component="a" href={viewer.returnUrl} target="_top" leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}>
          {shared.backToCourse}
        </Button>
      )}
      {state.canStartAgain && (
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden="true" />} disabled={acts.busy.start} onClick={() => void acts.start()}>
          {words.again}
        </Button>
      )}
    </div>
  );
}
