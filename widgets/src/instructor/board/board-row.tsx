import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { memo } from 'react';
import { useWords } from '../../messages/language.ts';
import { usePersonName } from '../../staff/person-name.tsx';
import { staffWords } from '../../staff/words/index.ts';
import { instructorWords } from '../words/index.ts';
import { AttentionMark } from './attention-mark.tsx';
import type { BoardRow as Row, BoardStep } from './board-document.ts';
import { BoardCell } from './board-cell.tsx';
import classes from './board.module.css';
import { runningClock, type StableRow } from './stable-rows.ts';
import { useSlowAgo } from './use-slow-ago.ts';

interface BoardRowProps {
  readonly stable: StableRow;
  readonly steps: readonly BoardStep[];
  readonly onOpen: (learnerId: string) => void;
  readonly onDismiss: (learnerId: string) => void;
}

/** One learner. Drawn again only when the row says something new. */
export const BoardRow = memo(function BoardRow({ stable, steps, onOpen, onDismiss }: BoardRowProps) {
  const { row } = stable;
  const clock = runningClock(stable);
  const cells = new Map(row.cells.map((cell) => [cell.stepId, cell]));
  return (
    // The whole row answers the pointer; the keyboard has the learner's name.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr className={classes['row']} onClick={() => onOpen(row.learner.id)}>
      <Learner row={row} onOpen={onOpen} onDismiss={onDismiss} />
      <td className={`tabular ${classes['points']}`}>
        {row.points}
        <span className={classes['quiet']}>/{row.grade.maximum}</span>
      </td>
      {steps.map((step) => (
        <BoardCell key={step.id} step={step} cell={cells.get(step.id)} runningSince={step.id === clock?.stepId ? clock.since : null} />
      ))}
    </tr>
  );
});

function Learner({ row, onOpen, onDismiss }: Pick<BoardRowProps, 'onOpen' | 'onDismiss'> & { readonly row: Row }) {
  const words = useWords(instructorWords);
  const name = usePersonName()(row.learner);
  return (
    <th scope="row" className={classes['learner']}>
      <button
        type="button"
        className={classes['name']}
        aria-label={words.board.open(name)}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(row.learner.id);
        }}
      >
        {name}
      </button>
      {row.attention === null ? <Doing row={row} /> : (
        <span className={classes['attention']}>
          <AttentionMark attention={row.attention} />
          <Tooltip label={words.board.dismiss}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={words.board.dismissFor(name)}
              onClick={(event) => {
                event.stopPropagation();
                onDismiss(row.learner.id);
              }}
            >
              <IconCheck size={14} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        </span>
      )}
    </th>
  );
}

function LastAct({ act: { eventName, at } }: { readonly act: NonNullable<Row['lastAct']> }) {
  const ago = useSlowAgo(at);
  return ` · ${eventName} ${ago}`;
}

function Doing({ row: { labStatus, lastAct } }: { readonly row: Row }) {
  const words = useWords(staffWords);
  return (
    <span className={classes['quiet']}>
      {words.lab[labStatus]}
      {labStatus === 'WORKING' && lastAct !== null && <LastAct act={lastAct} />}
    </span>
  );
}
