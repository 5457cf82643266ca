import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leftOfGrants, type GrantFacts } from './grant-order.ts';

const grant = (id: string, facts: Partial<GrantFacts>): GrantFacts => ({ id, amount: 100n, expired: 0n, kind: 'paid', expiresAt: null, at: new Date(0), ...facts });
const leftById = (grants: GrantFacts[], spent: bigint) => Object.fromEntries(leftOfGrants(grants, spent).map(({ id, left }) => [id, left]));

test('what ends first is spent first', () => {
  const soon = grant('soon', { expiresAt: new Date(1_000) });
  const later = grant('later', { expiresAt: new Date(2_000) });
  expect(leftById([later, soon], 150n)).toEqual({ soon: 0n, later: 50n });
});

test('promotional credit is spent before paid credit', () => {
  expect(leftById([grant('paid', {}), grant('gift', { kind: 'promotional', at: new Date(5) })], 30n)).toEqual({ gift: 70n, paid: 100n });
});

test('an older grant is spent before a newer one', () => {
  expect(leftById([grant('newer', { at: new Date(2_000) }), grant('older', { at: new Date(1_000) })], 30n)).toEqual({ older: 70n, newer: 100n });
});

test('when it ends says more than what kind it is, and its kind more than its age', () => {
  const [paidSoon, gift, oldest] = [grant('paid soon', { expiresAt: new Date(1_000), at: new Date(9) }), grant('gift', { kind: 'promotional', at: new Date(5) }), grant('oldest', {})];
  expect(leftOfGrants([oldest, gift, paidSoon], 0n).map(({ id }) => id)).toEqual(['paid soon', 'gift', 'oldest']);
});

test('of grants of the same moment the same one is spent first, however they are read', () => {
  const [a, b] = [grant('a', {}), grant('b', {})];
  expect([leftById([a, b], 30n), leftById([b, a], 30n)]).toEqual([{ a: 70n, b: 100n }, { a: 70n, b: 100n }]);
});

test('what expired of a grant cannot be spent again', () => {
  expect(leftById([grant('old', { expiresAt: new Date(1), expired: 40n }), grant('new', {})], 80n)).toEqual({ old: 0n, new: 80n });
});

test('what is left, what is spent and what has expired are the grants, exactly', () => {
  const grants = fc.array(fc.record({
    id: fc.uuid(), amount: fc.bigInt({ min: 1n, max: 1_000n }), expiredPercent: fc.bigInt({ min: 0n, max: 100n }), kind: fc.constantFrom('paid' as const, 'promotional' as const),
    expiresAt: fc.option(fc.date({ noInvalidDate: true })), at: fc.date({ noInvalidDate: true }),
  }).map(({ expiredPercent, ...facts }) => ({ ...facts, expired: (facts.amount * expiredPercent) / 100n })), { maxLength: 8 });
  fc.assert(fc.property(grants, fc.bigInt({ min: 0n, max: 100n }), (list, percent) => {
    const usable = list.reduce((sum, { amount, expired }) => sum + amount - expired, 0n);
    const spent = (usable * percent) / 100n;
    const left = leftOfGrants(list, spent);
    expect(left.reduce((sum, entry) => sum + entry.left, 0n)).toBe(usable - spent);
    expect(left.filter((entry) => entry.left < 0n || entry.left > entry.amount - entry.expired)).toEqual([]);
  }));
});
