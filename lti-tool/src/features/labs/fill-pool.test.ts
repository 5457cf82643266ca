import { expect, test } from '@jest/globals';
import { accountsToMake } from './fill-pool.ts';

test.each([
  ['nothing is missing', { available: 2, size: 5 }, 2, 10, 0],
  ['more rest than are wanted', { available: 4, size: 5 }, 2, 10, 0],
  ['some are missing', { available: 0, size: 5 }, 2, 10, 2],
  ['the pool is nearly full', { available: 0, size: 9 }, 2, 10, 1],
  ['the pool holds more than it may', { available: 0, size: 12 }, 2, 10, 0],
])('accounts to make when %s', (_when, pool, wanted, maximum, made) => {
  expect(accountsToMake(pool, wanted, maximum)).toBe(made);
});
