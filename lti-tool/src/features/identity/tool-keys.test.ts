import { expect, test } from '@jest/globals';
import { chooseSigningKey } from './tool-keys.ts';

const now = new Date('2026-11-24T05:00:00Z');
const made = (minutesAgo: number) => ({ created_at: new Date(now.getTime() - minutesAgo * 60_000) });

test('a new key waits until platforms have had time to fetch it', () => {
  const [fresh, old] = [made(9), made(1_000)];
  expect(chooseSigningKey([fresh, old], now)).toBe(old);
});

test('then it takes over', () => {
  const [fresh, old] = [made(10), made(1_000)];
  expect(chooseSigningKey([fresh, old], now)).toBe(fresh);
});

test('the first key ever signs at once', () => {
  const first = made(0);
  expect(chooseSigningKey([first], now)).toBe(first);
});
