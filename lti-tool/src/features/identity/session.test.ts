import { expect, test } from '@jest/globals';
import { hasEnded } from './session.ts';

const now = new Date('2026-11-24T05:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test.each([
  ['in use', inMinutes(60), inMinutes(-1), false],
  ['at its limit, however busy', inMinutes(0), inMinutes(0), true],
  ['idle for less than two hours', inMinutes(60), inMinutes(-119), false],
  ['idle for two hours', inMinutes(60), inMinutes(-120), true],
])('a session %s', (_how, expires_at, seen_at, ended) => {
  expect(hasEnded({ expires_at, seen_at }, now)).toBe(ended);
});
