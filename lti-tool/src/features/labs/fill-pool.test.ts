import { expect, test } from '@jest/globals';
import { accountsToMake } from './fill-pool.ts';

test.each([
  { when: 'nothing is missing', available: 2, size: 5, made: 0 },
  { when: 'more rest than are wanted', available: 4, size: 5, made: 0 },
  { when: 'some are missing', available: 0, size: 5, made: 2 },
  { when: 'the pool is nearly full', available: 0, size: 9, made: 1 },
  { when: 'the pool holds more than it may', available: 0, size: 12, made: 0 },
])('of two wanted and ten allowed, $made are made when $when', ({ available, size, made }) => {
  expect(accountsToMake({ available, size }, 2, 10)).toBe(made);
});
