import type { BoardCell, BoardRow } from './board-document.ts';
import type { TimedRow } from './timed-board.ts';

export interface StableRow extends TimedRow {
  /** What the row says apart from running clocks. */
  readonly key: string;
}

/** The step the learner stands at: the first that is not done. */
function openCell(row: BoardRow): BoardCell | undefined {
  if (row.labStatus !== 'WORKING') return undefined;
  return row.cells.find(({ status }) => status !== 'PASSED' && status !== 'HELD');
}

/** The step whose clock runs, and since when, in milliseconds since the epoch. */
export interface RunningClock {
  readonly stepId: string;
  readonly since: number;
}

export function runningClock({ row, readAt }: TimedRow): RunningClock | null {
  const open = openCell(row);
  return open === undefined || open.seconds === null ? null : { stepId: open.stepId, since: readAt - open.seconds * 1000 };
}

/**
 * Keeps every row that says what it said before, so that only rows that changed are drawn again. In each answer of the
 * server the time on the open step is a little longer: that alone is no change, it ticks here.
 */
export function stableRows(before: ReadonlyMap<string, StableRow>, rows: readonly TimedRow[]): ReadonlyMap<string, StableRow> {
  return new Map(
    rows.map(({ row, readAt }) => {
      const key = keyOf(row);
      const known = before.get(row.learner.id);
      return [row.learner.id, known?.key === key ? known : { row, readAt, key }];
    }),
  );
}

function keyOf(row: BoardRow): string {
  const open = openCell(row);
  return JSON.stringify({ ...row, cells: row.cells.map((cell) => (cell === open ? { ...cell, seconds: null } : cell)) });
}
