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

test('what expired of a grant cannot be spent again', () => {
  expect(leftById([grant('old', { expiresAt: new Date(1), expired: 40n }), grant('new', {})], 80n)).toEqual({ old: 0n, new: 80n });
});

test('what is left and what is spent are the grants, exactly', () => {
  const grants = fc.array(fc.record({
    id: fc.uuid(), amount: fc.bigInt({ min: 1n, max: 1_000n }), expired: fc.constant(0n), kind: fc.constantFrom('paid' as const, 'promotional' as const),
    expiresAt: fc.option(fc.date({ noInvalidDate: true })), at: fc.date({ noInvalidDate: true }),
  }), { maxLength: 8 });
  fc.assert(fc.property(grants, fc.bigInt({ min: 0n, max: 100n }), (list, percent) => {
    const granted = list.reduce((sum, { amount }) => sum + amount, 0n);
    const spent = (granted * percent) / 100n;
    const left = leftOfGrants(list, spent);
    expect(left.reduce((sum, entry) => sum + entry.left, 0n)).toBe(granted - spent);
    expect(left.every((entry) => entry.left >= 0n)).toBe(true);
  }));
});
