import { IconCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { useLocalized, useWords } from '../../messages/language.ts';
import type { LabStep } from '../lab-document.ts';
import { isDone } from '../step-progress.ts';
import { learnerWords } from '../words/index.ts';
import { stepAnchor, useWorkspace } from '../workspace/workspace-context.ts';
import classes from './step-card.module.css';
import { StepDetail } from './step-detail.tsx';
import { StepStatusMark, stepLooks } from './step-status.tsx';

interface StepCardProps {
  readonly step: LabStep;
  readonly number: number;
  readonly last: boolean;
}

/** One step of the list: a line when closed, everything about it when open. */
export function StepCard({ step, number, last }: StepCardProps) {
  const words = useWords(learnerWords);
  const text = useLocalized();
  const { selectedStep, select } = useWorkspace();
  const detailId = useId();
  const open = selectedStep === step.id;
  const done = isDone(step);
  // The number and the tick say these two already.
  const plain = step.status === 'TODO' || step.status === 'PASSED';
  const names = [classes['step'], last && classes['last'], done && classes['done'], open && classes['open']];
  return (
    <li className={names.filter(Boolean).join(' ')}>
      <div className={classes['sign']}>
        <StepSign step={step} number={number} />
      </div>
      <div>
        <h3 className={classes['heading']}>
          <button
            type="button"
            id={stepAnchor(step.id)}
            className={classes['head']}
            aria-expanded={open}
            aria-controls={detailId}
            aria-current={open ? 'step' : undefined}
            onClick={() => select(step.id)}
          >
            <span className={classes['title']}>
              <span className="visually-hidden">{words.steps.step(number)}: </span>
              {text(step.title)}
            </span>
            <span className={`tabular ${classes['points']}`}>{words.points(step.points)}</span>
            <span className={plain ? 'visually-hidden' : classes['status']}>
              {plain ? words.steps.status[step.status] : <StepStatusMark status={step.status} />}
            </span>
          </button>
        </h3>
        <div id={detailId} hidden={!open} className={classes['detail']}>
          {open && <StepDetail step={step} />}
        </div>
      </div>
    </li>
  );
}

/** The step's number, or a tick when it is done. */
export function StepSign({ step, number }: Pick<StepCardProps, 'step' | 'number'>) {
  const done = isDone(step);
  return (
    <span className={`${classes['number']} ${classes[stepLooks[step.status].tone]} ${done ? classes['tick'] : ''}`} aria-hidden="true">
      {done ? <IconCheck size={15} stroke={3} /> : number}
    </span>
  );
}
