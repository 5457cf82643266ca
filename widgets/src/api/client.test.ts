import { describe, expect, test } from '@jest/globals';
import { pauseBefore } from './client.ts';

describe('coming back after the stream broke', () => {
  test('pauses double to half a minute and stay there', () => {
    expect([0, 1, 2, 5, 30].map((tries) => pauseBefore(tries, () => 0.5))).toEqual([1000, 2000, 4000, 30_000, 30_000]);
  });

  test('a class does not come back in one instant', () => {
    expect([pauseBefore(3, () => 0), pauseBefore(3, () => 1)]).toEqual([6000, 10_000]);
  });
});
