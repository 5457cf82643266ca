import { expect, test } from '@jest/globals';
import type { Board, BoardPush } from './board-document.ts';
import { arrived, pushedBoard } from './timed-board.ts';

/** Of a board only what is put together matters here. */
const row = (id: string, points = 0) => ({ learner: { id, name: id }, points });
const board = (...rows: object[]) => ({ activityTitle: 'Lab 3', rows, summary: { enrolled: rows.length } }) as unknown as Board;
const difference = (placed: { at: number; row: object }[], left: string[] = []) => ({ placed, left, summary: { enrolled: 9 } }) as unknown as BoardPush;

test('a difference is shown with what was heard before it; only what it brings is as old as itself', () => {
  const pushed = pushedBoard(arrived(board(row('kim'), row('lee')), 1_000), difference([{ at: 0, row: row('park') }, { at: 2, row: row('lee', 10) }]), 6_000);
  expect(pushed?.board).toEqual({ activityTitle: 'Lab 3', rows: [row('park'), row('kim'), row('lee', 10)], summary: { enrolled: 9 } });
  expect(pushed?.rows.map(({ row: { learner }, readAt }) => [learner.id, readAt])).toEqual([['park', 6_000], ['kim', 1_000], ['lee', 6_000]]);
});

test('a whole board takes the place of what was heard', () => {
  expect(pushedBoard(arrived(board(row('kim')), 1_000), board(row('lee')), 6_000)).toEqual(arrived(board(row('lee')), 6_000));
});

test('of a difference from something that was not heard nothing is guessed', () => {
  expect(pushedBoard(null, difference([{ at: 0, row: row('kim') }]), 6_000)).toBeNull();
});

test('the same difference once more changes nothing', () => {
  const push = difference([{ at: 1, row: row('kim', 10) }], ['park']);
  const once = pushedBoard(arrived(board(row('kim'), row('lee'), row('park')), 1_000), push, 6_000);
  expect(pushedBoard(once, push, 6_000)).toEqual(once);
});
