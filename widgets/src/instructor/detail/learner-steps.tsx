import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../format/instant.tsx';
import { NearMiss } from '../../learner/steps/near-miss.tsx';
import { StepStatusMark } from '../../learner/steps/step-status.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import type { Board, BoardStep } from '../board/board-document.ts';
import { runningClock, type StableRow } from '../board/stable-rows.ts';
import { TimeOnStep } from '../board/time-on-step.tsx';
import type { BoardActs } from '../board/use-board.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';
import type { DetailStep } from './detail-document.ts';
import { OverrideForm } from './override-form.tsx';
import { SheetPart } from './sheet-part.tsx';

interface LearnerStepsProps {
  readonly board: Board;
  readonly stable: StableRow;
  readonly steps: readonly DetailStep[];
  readonly acts: BoardActs;
}

/** Every step with its state, what came close, and the means to change the result. */
export function LearnerSteps({ board, stable, steps, acts }: LearnerStepsProps) {
  const words = useWords(instructorWords).detail;
  const { row } = stable;
  const clock = runningClock(stable);
  return (
    <SheetPart title={words.steps}>
      <ol className={classes['steps']}>
        {board.steps.map((step) => (
          <LearnerStep
            key={step.id}
            step={step}
            seconds={row.cells.find(({ stepId }) => stepId === step.id)?.seconds ?? null}
            runningSince={step.id === clock?.stepId ? clock.since : null}
            detail={steps.find(({ id }) => id === step.id)}
            learnerId={row.learner.id}
            acts={acts}
          />
        ))}
      </ol>
    </SheetPart>
  );
}

interface LearnerStepProps {
  readonly step: BoardStep;
  readonly seconds: number | null;
  readonly runningSince: number | null;
  readonly detail: DetailStep | undefined;
  readonly learnerId: string;
  readonly acts: BoardActs;
}

function LearnerStep({ step, seconds, runningSince, detail, learnerId, acts }: LearnerStepProps) {
  const words = useWords(instructorWords).detail;
  const title = useLocalized()(step.title);
  const [changing, setChanging] = useState(false);
  const status = detail?.status ?? 'TODO';
  const open = status !== 'PASSED' && status !== 'HELD';
  return (
    <li className={classes['step']}>
      <div className={classes['stepLine']}>
        <span className={classes['stepTitle']}>{title}</span>
        <StepStatusMark status={status} look="plain" />
        <TimeOnStep seconds={seconds} runningSince={runningSince} className={`tabular ${classes['quiet']}`} />
        <Button size="compact-xs" variant="subtle" aria-label={words.overrideTitle(title)} onClick={() => setChanging(!changing)} aria-expanded={changing}>
          {words.override}
        </Button>
      </div>
      {detail?.override && <p className={classes['quiet']}>{words.changedBy(detail.override.by, detail.override.reason)}</p>}
      {open && detail?.lastSeen && (
        <p className={classes['quiet']}>
          {words.lastSeen}: {detail.lastSeen.eventName} · <Ago at={detail.lastSeen.at} />
        </p>
      )}
      {open && detail?.explanation && <NearMiss explanation={detail.explanation} forbidden={status === 'FORBIDDEN'} />}
      {changing && (
        <OverrideForm
          passedNow={!open}
          busy={acts.busy.override}
          onSave={async (passed, reason) => {
            if (await acts.override({ learnerId, stepId: step.id, passed, reason })) setChanging(false);
          }}
        />
      )}
    </li>
  );
}
