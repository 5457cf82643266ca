import { expect, test } from '@jest/globals';
import { durationMillis } from './duration.ts';

test.each([
  ['PT30M', 1_800_000],
  ['PT1H0.5S', 3_600_500],
  ['P1W2D', 777_600_000],
])('%s lasts %d ms', (duration, millis) => {
  expect(durationMillis(duration)).toBe(millis);
});

test.each(['P1M', 'P1Y', 'P', 'PT', '30M', ''])('%j has no fixed length', (duration) => {
  expect(durationMillis(duration)).toBeUndefined();
});
