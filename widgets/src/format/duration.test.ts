import { describe, expect, test } from '@jest/globals';
import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import { formatDuration, formatPosition } from './duration.ts';

describe('durations', () => {
  test.each([
    [-3, '0 s'],
    [45, '45 s'],
    [61, '1 min'],
    [9600, '2 h 40'],
    [7200, '2 h'],
    [86_400 * 3, '3 days'],
  ])('%s seconds are %s', (seconds, said) => {
    expect(formatDuration(seconds, en)).toBe(said);
  });

  test('Korean says its own units', () => {
    expect(formatDuration(9600, ko)).toBe('2시간 40분');
  });

  test.each([
    [0, '0:00'],
    [65.9, '1:05'],
    [3729, '1:02:09'],
  ])('second %s of a video is %s', (seconds, said) => {
    expect(formatPosition(seconds)).toBe(said);
  });
});
