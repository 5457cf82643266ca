import { describe, expect, test } from '@jest/globals';
import { renewedBoard } from '@cloudclass/widgets/renewed-board';
import fc from 'fast-check';
import { boardDifference } from '../src/pages/board-difference.ts';
import type { ClassBoardView } from '../src/pages/views/instructor.ts';
import { at, board, cell, row, working } from './class-boards.ts';

describe('what changed on a board, put together with what was there', () => {
  const anyRow = fc.record({ id: fc.constantFrom(...'abcdefgh'), points: fc.nat(1), since: fc.constantFrom(0, 1), groupIds: fc.subarray(['tue', 'thu']) }).map(({ id, points, since, groupIds }) => row(id, { points, groupIds, attention: since === 0 ? null : { kind: 'stuck', since: at(since) } }));
  const anyBoard = fc.record({ rows: fc.uniqueArray(anyRow, { selector: ({ learner }) => learner.id }), readAt: fc.option(fc.constant(at(5))) }).map(({ rows, readAt }) => board(rows, { roster: { readAt, problem: null } }));

  test('is the board as it is now, whoever came, left, changed or stands elsewhere', () => {
    fc.assert(fc.property(anyBoard, anyBoard, (before, after) => {
      const difference = boardDifference(before, after);
      expect(difference && renewedBoard(before, difference)).toEqual(after);
    }), { numRuns: 2_000 });
  });

  test('is the board as it is now through any number of pushes, each telling the difference from the one before', () => {
    fc.assert(fc.property(anyBoard, fc.array(anyBoard), (first, later) => {
      const shown = later.reduce(({ page, sent }, next) => ({ page: renewedBoard(page, boardDifference(sent, next) ?? { placed: [], left: [] }), sent: next }), { page: first, sent: first });
      expect(shown.page).toEqual(shown.sent);
    }));
  });
});

describe('of a class', () => {
  const kim = working('kim', 60);
  const lee = working('lee', 60);
  const park = row('park');

  test('nothing is told of learners whose clocks alone went on', () => {
    expect(boardDifference(board([kim, lee, park]), board([working('kim', 61), working('lee', 61), park]))).toMatchObject({ placed: [], left: [] });
  });

  test('a clock that began at another time is told', () => {
    const anew = working('kim', 60, { open: { stepId: 'create-bucket', since: at(1) } });
    expect(boardDifference(board([kim, lee]), board([anew, lee]))?.placed).toEqual([{ at: 0, row: anew }]);
  });

  test('a learner whose step turned is told alone, and where they stand', () => {
    const passed = working('lee', 0, { cells: [cell('create-bucket', { status: 'passed', at: at(1), seconds: 60 }), cell('upload-index', { seconds: 0 })], open: { stepId: 'upload-index', since: at(1) }, points: 10 });
    expect(boardDifference(board([kim, lee, park]), board([working('kim', 61), passed, park]))).toMatchObject({ placed: [{ at: 1, row: passed }], left: [] });
  });

  test('a learner who raises a hand is told alone, though all others stand a place lower', () => {
    const asks = row('park', { attention: { kind: 'hand-raised', since: at(1) } });
    expect(boardDifference(board([kim, lee, park]), board([asks, kim, lee]))?.placed).toEqual([{ at: 0, row: asks }]);
  });

  test('a learner who left the course is named', () => {
    expect(boardDifference(board([kim, lee, park]), board([kim, park]))).toMatchObject({ placed: [], left: ['lee'] });
  });

  test('the sums come with every difference', () => {
    const summary = { ...board([]).summary, done: 1 };
    expect(boardDifference(board([kim]), board([kim], { summary }))).toMatchObject({ placed: [], summary });
  });
});

test.each<[string, Partial<ClassBoardView>]>([
  ['steps', { steps: [{ id: 'create-bucket', title: { ko: '', en: '' }, points: 10 }] }],
  ['groups', { groups: [{ id: 'tue', name: 'Tuesday', set: null }] }],
  ['title', { activityTitle: 'Lab 4' }],
  ['course', { course: { id: 'course', title: 'Weather', unit: null } }],
])('a board with another %s is told whole', (_what, more) => {
  expect(boardDifference(board([row('kim')]), board([row('kim')], more))).toBeNull();
});
