import { describe, expect, test } from '@jest/globals';
import { afterFailure } from './delivery.ts';

const now = new Date('2026-11-24T12:00:00Z');
const waitAfter = (attempts: number): number => (afterFailure('throttled', attempts, now).at.getTime() - now.getTime()) / 1000;

describe('a request that failed', () => {
  test('waits twice as long each time, an hour at most', () => {
    expect([1, 2, 3, 12, 13, 39].map(waitAfter)).toEqual([1, 2, 4, 2_048, 3_600, 3_600]);
  });

  test('is ambiguous when it may have taken effect all the same', () => {
    expect(afterFailure('ambiguous', 1, now).status).toBe('ambiguous');
  });

  test('is dead when it was refused', () => {
    expect(afterFailure('refused', 1, now).status).toBe('dead');
  });

  test('is dead when it failed for more than a day', () => {
    expect(afterFailure('throttled', 40, now).status).toBe('dead');
  });
});
