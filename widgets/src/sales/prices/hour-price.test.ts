import { expect, test } from '@jest/globals';
import type { Price } from '../sales-document.ts';
import { hourPrice, percentAbove, pricesAround } from './hour-price.ts';

const krw = (amount: string) => ({ amount, currency: 'KRW' as const });

test.each([
  ['600', 3600, '600'],
  ['1', 60, '60'],
  ['1', 7200, '0'],
  ['3', 7200, '2'],
  ['10', 7, '5143'],
])('%s for %i seconds is %s an hour', (amount, perQuantity, hour) => {
  expect(hourPrice({ amount: krw(amount), perQuantity })).toEqual(krw(hour));
});

test('a change is a share of what it was', () => {
  expect(percentAbove(krw('720'), krw('600'))).toBeCloseTo(20);
  expect(percentAbove(krw('300'), krw('600'))).toBeCloseTo(-50);
  expect(percentAbove(krw('300'), krw('0'))).toBeNull();
  expect(percentAbove(krw('300'), { amount: '300', currency: 'USD' })).toBeNull();
});

test('a new price stands between the one in force and the one planned next, in its own currency', () => {
  const price = (id: string, status: Price['status'], from: string, currency: 'KRW' | 'USD' = 'KRW'): Price => ({ id, status, from, to: null, perQuantity: 3600, unit: 'second', amount: { amount: '1', currency } });
  const prices = [price('now', 'IN_FORCE', '2026-01-01'), price('far', 'PLANNED', '2027-06-01'), price('near', 'PLANNED', '2027-01-01'), price('dollar', 'IN_FORCE', '2026-01-01', 'USD')];
  expect(pricesAround(prices, 'KRW', '2026-12-01')).toMatchObject({ now: { id: 'now' }, next: { id: 'near' } });
  expect(pricesAround(prices, 'USD', '2026-12-01')).toMatchObject({ now: { id: 'dollar' }, next: undefined });
});
