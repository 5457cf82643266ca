import { expect, test } from '@jest/globals';
import { contractState, followerOf } from './contract-state.ts';

const contract = (id: string, from: string, to: string | null = null, unit: string | null = null) => ({ id, from, to, institution: { id: 'haneul' }, unit: unit === null ? null : { id: unit } });
const now = Date.parse('2026-06-01');
const first = contract('first', '2026-01-01');
const second = contract('second', '2026-05-01', '2026-07-01');
const ofUnit = contract('of-unit', '2026-03-01', null, 'engineering');
const planned = contract('planned', '2026-09-01');
const over = contract('over', '2025-01-01', '2026-01-01');
const all = [planned, second, ofUnit, first, over];

test('of two contracts in their time the one that began last runs, and the other is replaced; a unit has its own', () => {
  expect(all.map((one) => [one.id, contractState(one, all, now)])).toEqual([['planned', 'coming'], ['second', 'running'], ['of-unit', 'running'], ['first', 'replaced'], ['over', 'ended']]);
});

test('a contract that was replaced runs again when the other one is over', () => {
  expect(contractState(first, all, Date.parse('2026-08-01'))).toBe('running');
});

test('another institution replaces nothing', () => {
  expect(contractState(first, [first, { ...second, institution: { id: 'other' } }], now)).toBe('running');
});

test.each([
  ['the one before it, while that runs', second, all, 'first'],
  ["for a unit, the institution's", ofUnit, all, 'second'],
  ['nothing', first, [first, planned, over], undefined],
])('what follows a contract that ends is %s', (_what, ended, known, follower) => {
  expect(followerOf(ended, known, now)?.id).toBe(follower);
});
