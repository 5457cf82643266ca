import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleaned, cleaning, frozen, isHeldBy, quarantined, released, type AccountState } from './account-state.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const leased: AccountState = { status: 'leased', since: now, labId: 'mine' };

/** Everything that can happen to an account after a lease, by the lab that holds it or by another one that comes late. */
const steps = (['mine', 'other'] as const).flatMap((labId): ((state: AccountState) => AccountState | undefined)[] => [
  (state) => frozen(state, labId, now),
  (state) => cleaning(state, labId, now),
  (state) => cleaned(state, labId, now),
  (state) => quarantined(state, labId, { reason: 'left behind', now }),
]);

describe('an account', () => {
  test('is moved by nobody but the lab that holds it', () => {
    for (const [index, step] of steps.entries()) {
      if (index >= steps.length / 2) expect(step(leased)).toBeUndefined();
    }
  });

  test('is cleaned only after it was frozen', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 20 }), (taken) => {
      const path = taken.reduce<AccountState[]>((states, step) => [...states, step(states.at(-1) ?? leased) ?? states.at(-1) ?? leased], [leased]);
      const at = path.findIndex(({ status }) => status === 'cleaning');
      if (at !== -1) expect(path[at - 1]?.status).toBe('frozen');
    }));
  });

  test('leaves quarantine by a person\'s word alone', () => {
    const waiting: AccountState = { status: 'quarantine', since: now, reason: 'left behind' };
    expect(steps.map((step) => step(waiting))).toEqual(steps.map(() => undefined));
    expect(released(waiting, now)).toEqual({ status: 'available', since: now });
    expect(released(leased, now)).toBeUndefined();
  });

  test('that rests is held by no lab', () => {
    expect(isHeldBy({ status: 'available', since: now }, 'mine')).toBe(false);
  });
});
