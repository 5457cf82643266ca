import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleaned, cleaning, frozen, isHeldBy, quarantined, released, type AccountState } from './account-state.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const leased: AccountState = { status: 'leased', since: now, labId: 'mine' };

type Move = (state: AccountState) => AccountState | undefined;

/** Everything that a lab can do to an account. */
const movesOf = (labId: string): Move[] => [
  (state) => frozen(state, labId, now),
  (state) => cleaning(state, labId, now),
  (state) => cleaned(state, labId, now),
  (state) => quarantined(state, labId, { cause: 'things-left', reason: 'a bucket', now }),
];
const moves = [...movesOf('mine'), ...movesOf('other')];

describe('an account', () => {
  test('is moved by nobody but the lab that holds it', () => {
    expect(movesOf('other').map((move) => move(leased))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('is given back only after it was frozen and emptied, and set aside only after it was frozen', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 20 }), (taken) => {
      const path = taken.reduce<AccountState[]>((states, move) => [...states, move(states.at(-1) ?? leased) ?? states.at(-1) ?? leased], [leased]);
      const statuses = path.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
      expect(statuses.join(' ')).toMatch(/^leased( frozen( cleaning available| cleaning quarantine| cleaning| quarantine)?)?$/);
    }));
    expect(cleaning(leased, 'mine', now)).toBeUndefined();
  });

  test('leaves quarantine by a person\'s word alone', () => {
    const waiting: AccountState = { status: 'quarantine', since: now, reason: 'left behind' };
    expect(moves.flatMap((move) => move(waiting) ?? [])).toEqual([]);
    expect(released(waiting, now)).toEqual({ status: 'available', since: now });
    expect(released(leased, now)).toBeUndefined();
  });

  test('goes the whole way back to the pool for the lab that holds it', () => {
    const way = movesOf('mine').slice(0, 3).reduce<AccountState[]>((states, move) => [...states, move(states.at(-1) ?? leased) ?? leased], []);
    expect(way).toEqual([{ status: 'frozen', since: now, labId: 'mine' }, { status: 'cleaning', since: now, labId: 'mine' }, { status: 'available', since: now }]);
  });

  test('is held by the lab it was leased to, by no other, and by none while it rests', () => {
    expect([isHeldBy(leased, 'mine'), isHeldBy(leased, 'other'), isHeldBy({ status: 'available', since: now }, 'mine')]).toEqual([true, false, false]);
    expect(quarantined({ status: 'frozen', since: now, labId: 'mine' }, 'other', { cause: 'things-left', reason: 'a bucket', now })).toBeUndefined();
  });
});
