import type { BoardCell, BoardRow } from './board-document.ts';

/** A row with the time its running clock was read: what ticks is counted on from there. */
export interface StableRow {
  readonly row: BoardRow;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  /** What the row says apart from running clocks. */
  readonly key: string;
}

/** The step the learner stands at: the first that is not done. */
export function openCell(row: BoardRow): BoardCell | undefined {
  if (row.labStatus !== 'WORKING') return undefined;
  return row.cells.find(({ status }) => status !== 'PASSED' && status !== 'HELD');
}

/**
 * Keeps every row that says what it said before, so that only rows that changed are drawn again. The server pushes the
 * whole board, and in each push the time on the open step is a little longer: that alone is no change, it ticks here.
 */
export function stableRows(before: ReadonlyMap<string, StableRow>, rows: readonly BoardRow[], now: number): ReadonlyMap<string, StableRow> {
  return new Map(
    rows.map((row) => {
      const key = keyOf(row);
      const known = before.get(row.learner.id);
      return [row.learner.id, known?.key === key ? known : { row, key, readAt: now }];
    }),
  );
}

function keyOf(row: BoardRow): string {
  const open = openCell(row);
  return JSON.stringify({ ...row, cells: row.cells.map((cell) => (cell === open ? { ...cell, seconds: null } : cell)) });
}
