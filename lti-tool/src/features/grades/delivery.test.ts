import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SendOutcome } from './decide-after-send.ts';
import { deliveryAfter, freeDelivery, type Delivery } from './delivery.ts';

const now = new Date('2026-11-25T09:00:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const accepted: SendOutcome = { kind: 'accepted' };
const away: SendOutcome = { kind: 'unreachable', detail: '' };
const throttled = (retryAfterSeconds?: number): SendOutcome => ({ kind: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
const after = (outcomes: readonly SendOutcome[], from: Delivery = freeDelivery, when = now): Delivery => outcomes.reduce((delivery, outcome) => deliveryAfter(delivery, outcome, { now: when, jitter: 0 }), from);

describe('a platform as a whole', () => {
  test('that takes grades is left as it is', () => {
    expect(after([accepted, { kind: 'refused', status: 404, detail: '' }])).toBe(freeDelivery);
  });

  test('that throttles one grade is given a rest by all', () => {
    expect(after([throttled()])).toEqual({ failures: 1, heldUntil: at(2.5), problem: 'GRADE_THROTTLED', since: now });
  });

  test('that names a time is given it, whatever else is still under way', () => {
    expect(after([throttled(90), accepted, throttled(), away])).toMatchObject({ failures: 1, heldUntil: at(90) });
    expect(after([throttled(90), throttled(120)])).toMatchObject({ failures: 1, heldUntil: at(120) });
  });

  test('is held back when it did not answer three times in a row, not for one call', () => {
    expect(after([away, away]).heldUntil).toBeNull();
    expect(after([away, away, accepted, away, away]).heldUntil).toBeNull();
    expect(after([away, away, away])).toMatchObject({ heldUntil: at(10), problem: 'GRADE_UNREACHABLE' });
  });

  test.each([
    [{ kind: 'unauthorized', detail: '' }, 'GRADE_UNAUTHORIZED'],
    [{ kind: 'forbidden', missingScope: 'score', detail: '' }, 'GRADE_FORBIDDEN'],
  ] as const)('that answers %j is held back at once', (outcome, problem) => {
    expect(after([outcome])).toMatchObject({ failures: 1, problem });
  });

  test('is not spoken of by what never reached it, nor by one column that is closed', () => {
    const failing = after([throttled(5)]);
    expect([{ kind: 'not-sent' } as const, { kind: 'column-forbidden', detail: '' } as const].map((outcome) => after([outcome], failing, at(6)))).toEqual([failing, failing]);
  });

  test('that still answers late from before its rest keeps the rest it has', () => {
    expect(after([throttled(), away, { kind: 'unauthorized', detail: '' }]).heldUntil).toEqual(at(2.5));
    expect(after([throttled(120), throttled(90)]).heldUntil).toEqual(at(120));
  });

  test('is tried again a little later by chance, so that institutions do not ask together', () => {
    const heldUntil = (outcome: SendOutcome, jitter: number): Date | null => deliveryAfter(freeDelivery, outcome, { now, jitter }).heldUntil;
    expect([heldUntil(throttled(), 0), heldUntil(throttled(), 0.5), heldUntil(throttled(90), 0.5)]).toEqual([at(2.5), at(3.75), at(90.5)]);
  });

  test('that refuses one call keeps taking the others', () => {
    expect(after([{ kind: 'forbidden', detail: '' }])).toBe(freeDelivery);
  });

  test('is free again with the first grade it takes after its rest', () => {
    expect(after([accepted], after([throttled(5)]), at(6))).toEqual(freeDelivery);
  });

  test('is asked ever more seldom while it fails, but every ten minutes at least', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(throttled(), away), { minLength: 3, maxLength: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (outcomes, jitter) => {
      let [delivery, time] = [freeDelivery, now];
      for (const outcome of outcomes) {
        delivery = deliveryAfter(delivery, outcome, { now: time, jitter });
        const rest = (delivery.heldUntil?.getTime() ?? time.getTime()) - time.getTime();
        expect(rest).toBeLessThanOrEqual(600_000);
        time = new Date(time.getTime() + rest);
      }
      expect(delivery).toMatchObject({ failures: outcomes.length, since: now });
    }));
  });
});
