import { expect, test } from '@jest/globals';
import type { BoardRow } from './board-document.ts';
import { runningClock, stableRows } from './stable-rows.ts';
import type { TimedRow } from './timed-board.ts';

const cell = (stepId: string, status: BoardRow['cells'][number]['status'], seconds: number | null) => ({ stepId, status, seconds, overridden: false });

const row = (id: string, more: Partial<BoardRow> = {}): BoardRow => ({
  learner: { id, name: id },
  groupIds: [],
  labStatus: 'WORKING',
  cells: [cell('a', 'PASSED', 60), cell('b', 'NEAR_MISS', 120)],
  points: 10,
  attention: null,
  grade: { status: 'NONE', points: 0, maximum: 20, sentAt: null, problem: null, nextAttemptAt: null },
  lastAct: null,
  spent: { amount: '0', currency: 'KRW' },
  ...more,
});

const read = (readAt: number, of: BoardRow): TimedRow => ({ row: of, readAt });

test('a row that is shown again as it was earlier has the clock of that time', () => {
  const [earlier, between] = [read(1000, row('kim')), read(2000, row('kim', { points: 20 }))];
  const after = stableRows(stableRows(stableRows(new Map(), [earlier]), [between]), [earlier]);
  expect(after.get('kim')?.readAt).toBe(1000);
});

test('the clock that runs is that of the first step that is not done, while the learner works', () => {
  expect(runningClock({ row: row('kim'), readAt: 200_000 })).toEqual({ stepId: 'b', since: 80_000 });
  expect(runningClock({ row: row('kim', { labStatus: 'ENDED' }), readAt: 200_000 })).toBeNull();
});

test('a row whose clock alone went on is the same row', () => {
  const before = stableRows(new Map(), [read(1000, row('kim'))]);
  const after = stableRows(before, [read(6000, row('kim', { cells: [cell('a', 'PASSED', 60), cell('b', 'NEAR_MISS', 125)] }))]);
  expect(after.get('kim')).toBe(before.get('kim'));
});

test('a row that says something new is a new row, and its neighbour is not', () => {
  const before = stableRows(new Map(), [read(1000, row('kim')), read(1000, row('lee'))]);
  const after = stableRows(before, [read(6000, row('kim', { points: 20 })), read(6000, row('lee'))]);
  expect(after.get('kim')).toMatchObject({ readAt: 6000, row: { points: 20 } });
  expect(after.get('lee')).toBe(before.get('lee'));
});

test('the order is the newest one', () => {
  const before = stableRows(new Map(), [read(1000, row('kim')), read(1000, row('lee'))]);
  expect([...stableRows(before, [read(2000, row('lee')), read(2000, row('kim'))]).keys()]).toEqual(['lee', 'kim']);
});
