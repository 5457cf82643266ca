import { describe, expect, test } from '@jest/globals';
import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import { formatAgo, formatPeriod } from './instant-format.ts';

describe('how long ago', () => {
  const now = Date.parse('2026-11-27T10:00:00Z');
  test.each([
    ['2026-11-27T09:59:59Z', 'just now'],
    ['2026-11-27T07:29:00Z', '2 h 31 ago'],
    ['2026-11-26T10:00:01Z', '23 h 59 ago'],
    ['2026-11-26T02:12:00Z', '1 day ago'],
    ['2026-11-20T10:00:00Z', '7 days ago'],
  ])('%s was %s: after a day nobody counts hours', (at, said) => {
    expect(formatAgo(at, now, en)).toBe(said);
  });

  test('Korean counts days too', () => {
    expect(formatAgo('2026-11-26T02:12:00Z', now, ko)).toBe('1일 전');
  });
});

describe('a period of billing', () => {
  test.each([
    ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', '2026년 11월', 'November 2026'],
    ['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', '2026년 12월', 'December 2026'],
    ['2026-11-05T00:00:00.000Z', '2026-11-16T00:00:00.000Z', '2026년 11월 5일 – 2026년 11월 15일', '5 Nov 2026 – 15 Nov 2026'],
  ])('from %s to before %s is %s', (from, to, korean, english) => {
    expect([formatPeriod({ from, to }, 'KO'), formatPeriod({ from, to }, 'EN')]).toEqual([korean, english]);
  });
});
