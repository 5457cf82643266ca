import { expect, test } from '@jest/globals';
import { hasEnded } from './session.ts';

const now = new Date('2026-11-24T05:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test.each([
  ['in use', { expires_at: inMinutes(60), seen_at: inMinutes(-1), has_left: false }, false],
  ['at its limit, however busy', { expires_at: inMinutes(0), seen_at: inMinutes(0), has_left: false }, true],
  ['idle for less than two hours', { expires_at: inMinutes(60), seen_at: inMinutes(-119), has_left: false }, false],
  ['idle for two hours', { expires_at: inMinutes(60), seen_at: inMinutes(-120), has_left: false }, true],
  ['of somebody who has left the course', { expires_at: inMinutes(60), seen_at: inMinutes(-1), has_left: true }, true],
])('a session %s', (_how, row, ended) => {
  expect(hasEnded(row, now)).toBe(ended);
});
