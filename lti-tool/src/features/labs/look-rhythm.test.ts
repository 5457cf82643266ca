import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lookAgainAfter } from './look-rhythm.ts';

test.each([
  [0, 1_000],
  [3_000, 1_000],
  [6_000, 2_000],
  [30_000, 10_000],
  [600_000, 10_000],
])('what AWS has been at for %d ms is looked at again in %d ms', (age, again) => {
  expect(lookAgainAfter(age)).toBe(again);
});

test('a stack of any length is seen at most a third late, or a second, and never more than ten', () => {
  fc.assert(fc.property(fc.nat(600_000), (takes) => {
    let [at, looks] = [0, 0];
    while (at < takes) {
      at += lookAgainAfter(at);
      looks += 1;
    }
    expect(at - takes).toBeLessThanOrEqual(Math.min(Math.max(takes / 3, 1_000), 10_000));
    expect(looks).toBeLessThanOrEqual(12 + takes / 10_000);
  }));
});
