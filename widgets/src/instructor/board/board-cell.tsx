import { IconPencil } from '@tabler/icons-react';
import { stepLooks } from '../../learner/steps/step-status.tsx';
import { learnerWords } from '../../learner/words/index.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import type { BoardCell as Cell, BoardStep } from './board-document.ts';
import classes from './board.module.css';
import { TimeOnStep } from './time-on-step.tsx';

interface BoardCellProps {
  readonly step: BoardStep;
  readonly cell: Cell | undefined;
  /** Set for the step the learner stands at: its clock runs on from this time, in milliseconds. */
  readonly runningSince: number | null;
}

/** One learner at one step: the state as a sign with its word for those who do not see it, and the time it took so far. */
export function BoardCell({ step, cell, runningSince }: BoardCellProps) {
  const text = useLocalized();
  const statusWords = useWords(learnerWords).steps.status;
  const words = useWords(instructorWords).board;
  const status = cell?.status ?? 'TODO';
  const { tone, icon: Picture } = stepLooks[status];
  const said = `${text(step.title)}: ${statusWords[status]}${cell?.overridden === true ? `, ${words.overridden}` : ''}`;
  return (
    <td className={`${classes['cell']} ${classes[tone]} ${runningSince === null ? '' : classes['open']}`} title={said}>
      <Picture size={16} stroke={2.2} aria-hidden="true" />
      <span className="visually-hidden">{said}</span>
      {cell?.overridden === true && <IconPencil size={12} aria-hidden="true" />}
      <TimeOnStep seconds={cell?.seconds ?? null} runningSince={runningSince} className={classes['time']} />
    </td>
  );
}
