import { expect, test } from '@jest/globals';
import { differing } from './compare-grades.ts';

const grade = { id: 'g', subject: '7', points: 40, maximum: 100 };

test.each([
  ['holds the same points', { userId: '7', points: 40, maximum: 100 }, false],
  ['counts in other points', { userId: '7', points: 4, maximum: 10 }, false],
  ['has rounded', { userId: '7', points: 13.33, maximum: 33.33 }, false],
  ['holds other points', { userId: '7', points: 41, maximum: 100 }, true],
  ['holds no points', { userId: '7', points: undefined, maximum: 100 }, true],
  ['knows only somebody else', { userId: '8', points: 40, maximum: 100 }, true],
] as const)('a gradebook that %s', (_what, result, differs) => {
  expect(differing([grade], [result])).toEqual(differs ? [grade] : []);
});
