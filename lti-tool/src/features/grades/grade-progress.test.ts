import { expect, test } from '@jest/globals';
import { isWorthSending, progressOf } from './grade-progress.ts';

test.each([
  ['a lab runs and something is missing', { points: 40, complete: false, labRuns: true }, 'InProgress'],
  ['the lab is over and something is missing', { points: 40, complete: false, labRuns: false }, 'Submitted'],
  ['every step is passed, while the lab runs', { points: 100, complete: true, labRuns: true }, 'Completed'],
  ['every step is passed, and the lab is over', { points: 100, complete: true, labRuns: false }, 'Completed'],
] as const)('when %s, it says so', (_when, facts, activityProgress) => {
  expect(progressOf(facts).activityProgress).toBe(activityProgress);
});

test('points that were earned are final, because platforms ignore others', () => {
  expect(progressOf({ points: 10, complete: false, labRuns: true }).gradingProgress).toBe('FullyGraded');
});

test('a zero is sent only to take back points that were sent', () => {
  const nothing = { points: 0, complete: false, labRuns: false };
  expect([isWorthSending(nothing, false), isWorthSending(nothing, true), isWorthSending({ ...nothing, points: 1 }, false)]).toEqual([false, true, true]);
});
