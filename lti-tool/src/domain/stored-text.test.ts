import { expect, test } from '@jest/globals';
import { readable, UNSTORABLE } from './stored-text.ts';

test.each([
  ['김민준', '김민준'],
  ['  עומר  ', 'עומר'],
  ['👩‍💻 Kim', '👩‍💻 Kim'],
  ['Kim\r\nMin-jun', 'Kim Min-jun'],
  ['\u202eKim\u202c', 'Kim'],
  ['\u2067\u0007\u2069', undefined],
])('%j stands among other names as %j', (text, shown) => {
  expect(readable(text)).toBe(shown);
});

test.each([['a\0b', 'a?b'], ['\ud83d', '?'], ['\ud83d\ude00', '\ud83d\ude00']])('of %j PostgreSQL keeps %j', (text, kept) => {
  expect(text.replaceAll(UNSTORABLE, '?')).toBe(kept);
});
