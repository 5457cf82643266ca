import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apportion } from './apportion.ts';

const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
const points = fc.integer({ min: 1, max: 1000 });

describe('points parted over steps', () => {
  test('stay as they are when they add up already', () => {
    expect(apportion(50, [20, 15, 15])).toEqual([20, 15, 15]);
  });

  test('are scaled in proportion', () => {
    expect(apportion(100, [20, 15, 15])).toEqual([40, 30, 30]);
  });

  test('are the same for steps without points, when no step has any', () => {
    expect(apportion(10, [0, 0])).toEqual([5, 5]);
  });

  test('always add up to all of them', () => {
    fc.assert(fc.property(points, weights, (all, parts) => {
      expect(apportion(all, parts).reduce((sum, part) => sum + part, 0)).toBe(all);
    }));
    expect.hasAssertions();
  });

  test('leave no step that has points with none, where there are enough', () => {
    fc.assert(fc.property(weights.filter((parts) => parts.some((weight) => weight > 0)), fc.nat(500), (parts, more) => {
      const scoring = parts.filter((weight) => weight > 0).length;
      expect(apportion(scoring + more, parts).map((part) => part > 0)).toEqual(parts.map((weight) => weight > 0));
    }));
    expect.hasAssertions();
  });

  test('never give more to the step that weighs less', () => {
    fc.assert(fc.property(points, weights, (all, parts) => {
      const shares = apportion(all, parts).map((share, index) => ({ share, weight: parts[index] ?? 0 }));
      const unjust = shares.filter((one) => shares.some((other) => one.weight > other.weight && one.share < other.share));
      expect(unjust).toEqual([]);
    }));
    expect.hasAssertions();
  });
});
