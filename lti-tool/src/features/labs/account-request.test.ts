import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountsToAskFor, restAfter } from './account-request.ts';

describe('of two wanted and ten allowed', () => {
  test.each([
    { when: 'nothing is missing', available: 2, size: 5, coming: 0, more: 0 },
    { when: 'more rest than are wanted', available: 4, size: 5, coming: 0, more: -2 },
    { when: 'some are missing', available: 0, size: 5, coming: 0, more: 2 },
    { when: 'those that are missing are coming', available: 0, size: 5, coming: 2, more: 0 },
    { when: 'more are coming than are wanted', available: 1, size: 5, coming: 3, more: -2 },
    { when: 'the pool is nearly full', available: 0, size: 9, coming: 0, more: 1 },
    { when: 'the pool will be full', available: 0, size: 9, coming: 1, more: 0 },
    { when: 'the pool holds more than it may', available: 0, size: 12, coming: 0, more: -2 },
  ])('$more more are asked for when $when', ({ available, size, coming, more }) => {
    expect(accountsToAskFor({ available, size, coming, wanted: 2, maximum: 10 })).toBe(more);
  });

  test('the pool never outgrows its limit, and never leaves out what is wanted and fits', () => {
    const count = fc.nat({ max: 400 });
    fc.assert(fc.property(fc.record({ available: count, leased: count, coming: count, wanted: count, maximum: count }), ({ available, leased, coming, wanted, maximum }) => {
      const size = available + leased;
      const more = accountsToAskFor({ available, size, coming, wanted, maximum });
      const grown = size + coming + Math.max(more, 0);
      expect(grown).toBeLessThanOrEqual(Math.max(maximum, size + coming));
      expect(available + coming + Math.max(more, 0) >= wanted || grown >= maximum).toBe(true);
    }));
  });
});

test('the rest after a failure grows to ten minutes and no further', () => {
  expect([1, 2, 3, 20].map(restAfter)).toEqual([5_000, 10_000, 20_000, 600_000]);
});
