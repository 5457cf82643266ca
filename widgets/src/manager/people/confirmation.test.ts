import { expect, test } from '@jest/globals';
import { confirms } from './confirmation.ts';

test.each([['김하늘'], [' 김하늘 '], ['김하늘'.normalize('NFD')]])('what is asked for confirms, also as a keyboard may write it: %j', (typed) => {
  expect(confirms(typed, '김하늘')).toBe(true);
});

test('spaces may be one or two', () => {
  expect(confirms('Ada  Lovelace', 'Ada Lovelace')).toBe(true);
});

test.each(['', '김하', '김하늘이', 'ada lovelace', 'Ada'])('nothing else does: %j', (typed) => {
  expect([confirms(typed, '김하늘'), confirms(typed, 'Ada Lovelace')]).toEqual([false, false]);
});
