import { expect, test } from '@jest/globals';
import type { BoardRow } from './board-document.ts';
import { openCell, stableRows } from './stable-rows.ts';

const cell = (stepId: string, status: BoardRow['cells'][number]['status'], seconds: number | null) => ({ stepId, status, seconds, overridden: false });

const row = (id: string, more: Partial<BoardRow> = {}): BoardRow => ({
  learner: { id, name: id },
  labStatus: 'WORKING',
  cells: [cell('a', 'PASSED', 60), cell('b', 'NEAR_MISS', 120)],
  points: 10,
  attention: null,
  grade: { status: 'NONE', points: 0, maximum: 20, sentAt: null, problem: null, nextAttemptAt: null },
  lastAct: null,
  spent: { amount: '0', currency: 'KRW' },
  ...more,
});

test('the open step is the first that is not done, while the learner works', () => {
  expect(openCell(row('kim'))?.stepId).toBe('b');
  expect(openCell(row('kim', { labStatus: 'ENDED' }))).toBeUndefined();
});

test('a row whose clock alone went on is the same row', () => {
  const before = stableRows(new Map(), [row('kim')], 1000);
  const after = stableRows(before, [row('kim', { cells: [cell('a', 'PASSED', 60), cell('b', 'NEAR_MISS', 125)] })], 6000);
  expect(after.get('kim')).toBe(before.get('kim'));
});

test('a row that says something new is a new row, and its neighbour is not', () => {
  const before = stableRows(new Map(), [row('kim'), row('lee')], 1000);
  const after = stableRows(before, [row('kim', { points: 20 }), row('lee')], 6000);
  expect(after.get('kim')).toMatchObject({ readAt: 6000, row: { points: 20 } });
  expect(after.get('lee')).toBe(before.get('lee'));
});

test('the order is the newest one', () => {
  const before = stableRows(new Map(), [row('kim'), row('lee')], 1000);
  expect([...stableRows(before, [row('lee'), row('kim')], 2000).keys()]).toEqual(['lee', 'kim']);
});
