import type { Board, BoardPush } from './board-document.ts';
import { renewedBoard } from './renewed-board.ts';

/**
 * The board as its stream has it now.
 * @param heard as the stream had it before this push; null while it has not said all of it
 * @returns null for a difference from something that was not heard
 */
export function pushedBoard(heard: Board | null, push: BoardPush): Board | null {
  if (!('placed' in push)) return push;
  return heard && renewedBoard(heard, push);
}
