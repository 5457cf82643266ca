import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideAfterSend, type SendFacts } from './decide-after-send.ts';

const facts: SendFacts = { attempts: 1, waitingSeconds: 1, platformIsHeld: false, jitter: 0 };
const unreachable = { kind: 'unreachable', detail: '' } as const;

describe('after an attempt', () => {
  test('a score that was taken is sent', () => {
    expect(decideAfterSend({ kind: 'accepted' }, facts)).toEqual({ kind: 'sent' });
  });

  test('a no about this grade is final', () => {
    expect(decideAfterSend({ kind: 'refused', status: 400, detail: '' }, facts)).toEqual({ kind: 'refused', problem: 'GRADE_NOT_GRADABLE' });
  });

  test('a grade that was not tried waits on, however long it has waited', () => {
    expect(decideAfterSend({ kind: 'not-sent' }, { ...facts, waitingSeconds: 1e9 })).toEqual({ kind: 'later' });
  });

  test.each([
    [{ kind: 'conflict', platformTime: undefined }, 'GRADE_CONFLICT'],
    [{ kind: 'no-line-item' }, 'GRADE_COLUMN_GONE'],
    [{ kind: 'locked' }, 'GRADE_LOCKED'],
    [{ kind: 'no-column' }, 'GRADE_NO_GRADEBOOK'],
    [{ kind: 'column-forbidden', detail: '' }, 'GRADE_COLUMN_FORBIDDEN'],
    [{ kind: 'forbidden', detail: '' }, 'GRADE_FORBIDDEN'],
    [unreachable, 'GRADE_UNREACHABLE'],
    [{ kind: 'activity-gone' }, 'GRADE_ACTIVITY_GONE'],
  ] as const)('%j is tried again by itself', (outcome, problem) => {
    expect(decideAfterSend(outcome, facts)).toMatchObject({ kind: 'retry', problem });
  });

  test.each([
    [{ kind: 'unauthorized', detail: '' }, 'GRADE_UNAUTHORIZED'],
    [{ kind: 'forbidden', missingScope: 'score', detail: '' }, 'GRADE_FORBIDDEN'],
    [{ kind: 'throttled', retryAfterSeconds: 9 }, 'GRADE_THROTTLED'],
  ] as const)('%j waits for the platform as a whole', (outcome, problem) => {
    expect(decideAfterSend(outcome, facts)).toEqual({ kind: 'with-platform', problem });
  });

  test('a platform that is away is waited for together', () => {
    expect(decideAfterSend(unreachable, { ...facts, platformIsHeld: true })).toEqual({ kind: 'with-platform', problem: 'GRADE_UNREACHABLE' });
  });

  test('an activity that is gone is asked for once a day, for it seldom returns', () => {
    for (const attempts of [1, 50]) expect(decideAfterSend({ kind: 'activity-gone' }, { ...facts, attempts, jitter: 1 })).toMatchObject({ afterSeconds: 86_400 });
  });

  test('a whole term is waited, not longer', () => {
    expect(decideAfterSend(unreachable, { ...facts, waitingSeconds: 149 * 86_400 })).toMatchObject({ kind: 'retry' });
    expect(decideAfterSend(unreachable, { ...facts, waitingSeconds: 151 * 86_400 })).toEqual({ kind: 'refused', problem: 'GRADE_GAVE_UP' });
  });

  test('pauses grow with the attempts, never beyond six hours, and never vanish', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, jitter) => {
      const decision = decideAfterSend(unreachable, { ...facts, attempts, waitingSeconds: 0, jitter });
      const seconds = decision.kind === 'retry' ? decision.afterSeconds : 0;
      expect(seconds).toBeGreaterThanOrEqual(7.5);
      expect(seconds).toBeLessThanOrEqual(21_600);
    }));
    const after = (attempts: number) => decideAfterSend(unreachable, { ...facts, attempts });
    expect([after(1), after(2), after(20)]).toMatchObject([{ afterSeconds: 7.5 }, { afterSeconds: 15 }, { afterSeconds: 10_800 }]);
  });
});
