import { expect, test } from '@jest/globals';
import { randomId } from './random-id.ts';

test('a key is a random UUID, and no two are the same', () => {
  const keys = Array.from({ length: 100 }, randomId);
  expect(keys.filter((key) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(key))).toEqual([]);
  expect(new Set(keys).size).toBe(100);
});
