import { describe, expect, test } from '@jest/globals';
import { stepIdSchema, type StepId, type Verdict } from '@cloudclass/plugin-contract';
import { scoreOf } from './score.ts';

const a = stepIdSchema.parse('step-a');
const b = stepIdSchema.parse('step-b');
const steps = [{ id: a, points: 30 }, { id: b, points: 70 }];
const passed: Verdict = { status: 'passed', at: '2026-11-24T10:00:00Z', eventIds: [], captured: {} };
const held: Verdict = { ...passed, status: 'held' };
const lab = (...verdicts: [StepId, Verdict][]): ReadonlyMap<StepId, Verdict> => new Map(verdicts);
const nobody = new Map<StepId, { passed: boolean }>();

describe('score', () => {
  test('passed and held steps earn their points', () => {
    expect(scoreOf(steps, [lab([a, passed], [b, held])], nobody)).toEqual({ points: 100, maximum: 100, complete: true });
  });

  test('a near miss earns nothing', () => {
    const near: Verdict = { status: 'near-miss', at: '2026-11-24T10:00:00Z', explanation: { eventId: 'e', eventName: 'CreateBucket', eventTime: '2026-11-24T10:00:00Z' } };
    expect(scoreOf(steps, [lab([a, near])], nobody)).toEqual({ points: 0, maximum: 100, complete: false });
  });

  test('the best lab counts: starting again cannot lose points', () => {
    expect(scoreOf(steps, [lab([b, passed]), lab([a, passed])], nobody).points).toBe(70);
  });

  test("an instructor's word passes a step, or takes it back, whatever the records say", () => {
    expect(scoreOf(steps, [lab([b, passed])], new Map([[a, { passed: true }], [b, { passed: false }]])).points).toBe(30);
  });

  test('before the first lab the score is zero', () => {
    expect(scoreOf(steps, [], nobody)).toEqual({ points: 0, maximum: 100, complete: false });
  });
});
