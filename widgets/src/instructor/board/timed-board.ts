import type { Board, BoardPush, BoardRow } from './board-document.ts';
import { renewedBoard } from './renewed-board.ts';

/** A row with the time it arrived, in milliseconds since the epoch: its running clock is counted on from there. */
export interface TimedRow {
  readonly row: BoardRow;
  readonly readAt: number;
}

export interface TimedBoard {
  readonly board: Board;
  /** The board's rows, in its order. */
  readonly rows: readonly TimedRow[];
}

/** A board that came whole. */
export function arrived(board: Board, now: number): TimedBoard {
  return { board, rows: board.rows.map((row) => ({ row, readAt: now })) };
}

/**
 * The board as its stream has it after a push.
 * @param heard as the stream had it before; null while it has not said all of it
 * @returns null for a difference from something that was not heard
 */
export function pushedBoard(heard: TimedBoard | null, push: BoardPush, now: number): TimedBoard | null {
  if (!('placed' in push)) return arrived(push, now);
  if (heard === null) return null;
  const board = renewedBoard(heard.board, push);
  const stayed = new Map(heard.rows.map((timed) => [timed.row, timed]));
  return { board, rows: board.rows.map((row) => stayed.get(row) ?? { row, readAt: now }) };
}
