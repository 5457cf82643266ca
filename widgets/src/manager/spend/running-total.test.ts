import { expect, test } from '@jest/globals';
import { runningTotal } from './running-total.ts';

const krw = (amount: string) => ({ amount, currency: 'KRW' as const });

const november = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };

test('every day of the month is there, and days to come have no total', () => {
  const days = runningTotal({ ...november, byDay: [{ day: '2026-11-02', cost: krw('100'), rounding: krw('0') }, { day: '2026-11-04', cost: krw('50'), rounding: krw('0') }] }, '2026-11-04');
  expect(days).toHaveLength(30);
  expect(days.slice(0, 5)).toEqual([
    { day: '2026-11-01', cost: 0, total: 0 },
    { day: '2026-11-02', cost: 100, total: 100 },
    { day: '2026-11-03', cost: 0, total: 100 },
    { day: '2026-11-04', cost: 50, total: 150 },
    { day: '2026-11-05', cost: 0, total: null },
  ]);
});
