import { describe, expect, test } from '@jest/globals';
import { toWire, watch, type Range } from './watched-ranges.ts';

const play = (positions: readonly number[], rate?: number) =>
  positions.slice(1).reduce<readonly Range[]>((ranges, to, at) => watch(ranges, positions[at] ?? 0, to, rate), []);

describe('what was watched', () => {
  test('playing on is one range', () => {
    expect(play([10, 10.25, 10.5, 11])).toEqual([[10, 11]]);
  });

  test('a jump begins a new range and is not watched itself', () => {
    expect(play([10, 11, 60, 61])).toEqual([
      [10, 11],
      [60, 61],
    ]);
  });

  test('going back is not watched', () => {
    expect(play([30, 12])).toEqual([]);
  });

  test('at double speed a step may be twice as long', () => {
    expect(play([0, 2.5])).toEqual([]);
    expect(play([0, 2.5], 2)).toEqual([[0, 2.5]]);
  });

  test('ranges are sent to the tenth of a second', () => {
    expect(toWire([[1.2345, 6.789]])).toEqual([[1.2, 6.8]]);
  });
});
