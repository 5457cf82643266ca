import { expect, test } from '@jest/globals';
import { agreement, canFinalize, canSendAgain, refundOf } from './invoice-state.ts';

const krw = (amount: string) => ({ amount, currency: 'KRW' as const });
const draft = { status: 'DRAFT' as const, pending: false, total: krw('1000'), providerTotal: krw('1000') };

test('totals agree only when amount and currency are the same', () => {
  expect(agreement(draft)).toBe('equal');
  expect(agreement({ ...draft, providerTotal: krw('1001') })).toBe('different');
  expect(agreement({ ...draft, providerTotal: { amount: '1000', currency: 'USD' } })).toBe('different');
  expect(agreement({ ...draft, providerTotal: null })).toBe('unknown');
});

test.each([
  ['a draft whose totals agree', draft, true],
  ['one that waits for the provider', { ...draft, pending: true }, false],
  ['one whose totals differ', { ...draft, providerTotal: krw('1') }, false],
  ['one the provider does not have', { ...draft, providerTotal: null }, false],
  ['one that is final', { ...draft, status: 'OPEN' as const }, false],
])('%s may be made final: %#', (_name, invoice, may) => {
  expect(canFinalize(invoice)).toBe(may);
});

test.each([
  ['nothing', '0', 'none'],
  ['a part', '400', 'part'],
  ['all of it', '1000', 'whole'],
])('an invoice of which %s was refunded says so: %#', (_name, refunded, says) => {
  expect(refundOf({ paid: krw('1000'), refunded: krw(refunded) })).toBe(says);
});

test.each([
  ['one the provider refused and does not have', { ...draft, refused: true, providerTotal: null }, true],
  ['one on its way to the provider', { ...draft, refused: false, providerTotal: null }, false],
  ['one that was only refused to be made final', { ...draft, refused: true }, false],
])('%s may be sent again: %#', (_name, invoice, may) => {
  expect(canSendAgain(invoice)).toBe(may);
});
