import { expect, test } from '@jest/globals';
import { median, quantile } from './statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test('a quantile is the value that its share of the values does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(hundred, 0.99), quantile(hundred, 1), quantile([7], 0.5)]).toEqual([99, 100, 7]);
});
