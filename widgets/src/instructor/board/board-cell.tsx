import { IconPencil } from '@tabler/icons-react';
import { useNow } from '../../format/clock.ts';
import { formatDuration } from '../../format/duration.ts';
import { stepLooks } from '../../learner/steps/step-status.tsx';
import { learnerWords } from '../../learner/words/index.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { instructorWords } from '../words/index.ts';
import type { BoardCell as Cell, BoardStep } from './board-document.ts';
import classes from './board.module.css';

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
      {runningSince === null ? <Taken seconds={cell?.seconds ?? null} /> : <Running since={runningSince} />}
    </td>
  );
}

function Taken({ seconds }: { readonly seconds: number | null }) {
  const shared = useWords(sharedWords);
  return seconds === null ? null : <span className={classes['time']}>{formatDuration(seconds, shared)}</span>;
}

const stepMs = 10_000;

function Running({ since }: { readonly since: number }) {
  const shared = useWords(sharedWords);
  const seconds = Math.max(0, (useNow(stepMs) - since) / 1000);
  return <span className={classes['time']}>{formatDuration(seconds, shared)}</span>;
}
