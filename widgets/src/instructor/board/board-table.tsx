import type { CSSProperties } from 'react';
import { useLocalized, useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import type { BoardStep } from './board-document.ts';
import { BoardRow } from './board-row.tsx';
import classes from './board.module.css';
import type { StableRow } from './stable-rows.ts';

interface BoardTableProps {
  readonly steps: readonly BoardStep[];
  readonly rows: readonly StableRow[];
  readonly onOpen: (learnerId: string) => void;
  readonly onDismiss: (learnerId: string) => void;
}

/** Learners by steps, in the server's order. Rows out of sight are not laid out, so that a large class stays smooth. */
export function BoardTable({ steps, rows, onOpen, onDismiss }: BoardTableProps) {
  const words = useWords(instructorWords).board;
  // React's types know no custom properties.
  const columns = { '--steps': steps.length } as CSSProperties;
  return (
    <div className={classes['frame']}>
      <table className={classes['table']} aria-label={words.title} style={columns}>
        <thead className={classes['head']}>
          <tr>
            <th scope="col">{words.learner}</th>
            <th scope="col">{words.points}</th>
            {steps.map((step, at) => (
              <StepHead key={step.id} step={step} number={at + 1} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((stable) => (
            <BoardRow key={stable.row.learner.id} stable={stable} steps={steps} onOpen={onOpen} onDismiss={onDismiss} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepHead({ step, number }: { readonly step: BoardStep; readonly number: number }) {
  const words = useWords(instructorWords).board;
  const title = useLocalized()(step.title);
  return (
    <th scope="col" title={title}>
      <span className={classes['stepNumber']}>{words.step(number)}</span>
      <span className={classes['stepTitle']}>{title}</span>
    </th>
  );
}
