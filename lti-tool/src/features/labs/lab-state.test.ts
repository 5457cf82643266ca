import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canExtend, ended, ending, extended, failed, labStateSchema, leased, queued, ready, type LabState } from './lab-state.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const account = '111122223333';
const requested: LabState = { status: 'requested', since: now, waitingFor: null };

/** Everything that can happen to a lab. */
const steps: readonly ((state: LabState) => LabState | undefined)[] = [
  queued,
  (state) => leased(state, account, now),
  (state) => ready(state, { outputs: { A: 'b' }, limitMinutes: 60 }, now),
  (state) => failed(state, { what: 'Site', why: 'quota' }, now),
  (state) => ending(state, 'learner', now),
  (state) => ended(state, now),
  (state) => extended(state, 15),
];

/** Of all that can happen, from some place on, the first that changes this state. */
const happened = (state: LabState, from: number): LabState => [...steps.slice(from), ...steps.slice(0, from)].map((step) => step(state)).find((next) => next !== undefined) ?? state;

const walks = fc.array(fc.nat(steps.length - 1), { maxLength: 30 }).map((taken) => taken.reduce<LabState[]>((path, from) => [...path, happened(path.at(-1) ?? requested, from)], [requested]));

describe('a lab', () => {
  test('that is over never comes back', () => {
    fc.assert(fc.property(walks, (path) => {
      const over = path.findIndex(({ status }) => status === 'ended' || status === 'failed');
      expect(new Set(path.slice(over === -1 ? path.length : over).map(({ status }) => status)).size).toBeLessThanOrEqual(1);
    }));
  });

  test('is ready only after it was given an account, and keeps that account', () => {
    fc.assert(fc.property(walks, (path) => {
      const at = path.findIndex(({ status }) => status === 'ready');
      if (at === -1) return;
      expect(path.slice(0, at).some(({ status }) => status === 'provisioning')).toBe(true);
      expect(path[at]).toMatchObject({ accountId: account });
    }));
  });

  test('is read from the database as it was written', () => {
    fc.assert(fc.property(walks, (path) => {
      for (const state of path) expect(labStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    }));
  });

  test('that ends before it has an account has none to give back; later it names the one it has', () => {
    expect(ending(requested, 'cancelled', now)).toMatchObject({ accountId: null });
    const [begun, running] = [leased(requested, account, now), ready({ status: 'provisioning', since: now, accountId: account }, { outputs: {}, limitMinutes: 60 }, now)];
    for (const state of [begun, running]) expect(state && ending(state, 'learner', now)).toEqual({ status: 'ending', since: now, accountId: account, reason: 'learner' });
  });

  test('waits for an account once', () => {
    const waiting = queued(requested);
    expect(waiting).toEqual({ ...requested, waitingFor: 'LAB_POOL_EMPTY' });
    expect(waiting && queued(waiting)).toBeUndefined();
    expect(queued({ status: 'provisioning', since: now, accountId: account })).toBeUndefined();
  });

  test('ends its pack\'s limit after it became ready', () => {
    expect(ready({ status: 'provisioning', since: now, accountId: account }, { outputs: {}, limitMinutes: 60 }, now)).toMatchObject({ endsAt: new Date('2026-11-24T11:00:00.000Z') });
  });

  test('may fail while it waits and while it is made, and not when it runs', () => {
    const failure = { what: 'Site', why: 'quota' };
    const running: LabState = { status: 'ready', since: now, accountId: account, endsAt: now, extendedMinutes: 0, outputs: {} };
    expect([requested, { status: 'provisioning', since: now, accountId: account } as const, running].map((state) => failed(state, failure, now)?.status)).toEqual(['failed', 'failed', undefined]);
  });

  test('cannot be extended beyond an hour, however it is cut up', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -10, max: 90 })), (wishes) => {
      const begun = ready({ status: 'provisioning', since: now, accountId: account }, { outputs: {}, limitMinutes: 60 }, now);
      if (begun === undefined) throw new Error('it must be ready');
      const last = wishes.reduce((state, minutes) => extended(state, minutes) ?? state, begun);
      expect(extended(last, 0)).toBeUndefined();
      expect(last.endsAt.getTime()).toBeLessThanOrEqual(now.getTime() + 120 * 60_000);
      expect(last.endsAt.getTime()).toBeGreaterThanOrEqual(begun.endsAt.getTime());
      expect(canExtend(last)).toBe(last.extendedMinutes <= 45);
    }));
  });
});
