import { describe, expect, test } from '@jest/globals';
import { stepIdSchema, type Verdict } from '@cloudclass/plugin-contract';
import { changedVerdicts, withoutLosses, workedSince } from './changed-verdicts.ts';

const a = stepIdSchema.parse('step-a');
const b = stepIdSchema.parse('step-b');
const c = stepIdSchema.parse('step-c');
const passedAt = (at: string): Verdict => ({ status: 'passed', at, eventIds: ['e'], captured: {} });
const readyAt = new Date('2026-11-24T10:00:00Z');

describe('changed verdicts', () => {
  test('a step that is still to do has not changed', () => {
    expect(changedVerdicts(new Map(), new Map([[a, { status: 'todo' }]]))).toEqual([]);
  });

  test('a verdict read from the database equals the one that was written', () => {
    const verdict = passedAt('2026-11-24T10:05:00Z');
    expect(changedVerdicts(new Map([[a, JSON.parse(JSON.stringify(verdict))]]), new Map([[a, verdict]]))).toEqual([]);
  });

  test('a step that was lost has changed', () => {
    const todo: Verdict = { status: 'todo' };
    expect(changedVerdicts(new Map([[a, passedAt('2026-11-24T10:05:00Z')]]), new Map([[a, todo]]))).toEqual([[a, todo]]);
  });
});

describe('a step that code gave no answer on', () => {
  const todo: Verdict = { status: 'todo' };

  test('stays as it was when it was earned, and is lost like any other when there was an answer', () => {
    const before = new Map([[a, passedAt('2026-11-24T10:05:00Z')], [b, passedAt('2026-11-24T10:06:00Z')]]);
    expect(withoutLosses(before, new Map([[a, todo], [b, todo]]), new Set([a]))).toEqual(new Map([[a, passedAt('2026-11-24T10:05:00Z')], [b, todo]]));
  });

  test('that was not earned follows what is known now', () => {
    expect(withoutLosses(new Map([[a, todo]]), new Map([[a, passedAt('2026-11-24T10:05:00Z')]]), new Set([a])).get(a)).toEqual(passedAt('2026-11-24T10:05:00Z'));
  });
});

describe('time on a step', () => {
  test('counts from the lab\'s readiness when nothing passed before', () => {
    expect(workedSince(a, new Map([[a, passedAt('2026-11-24T10:05:00Z')]]), readyAt, new Date('2026-11-24T10:05:00Z'))).toEqual(readyAt);
  });

  test('counts from the last passing before, not from a later one', () => {
    const verdicts = new Map([[a, passedAt('2026-11-24T10:02:00Z')], [b, passedAt('2026-11-24T10:05:00Z')], [c, passedAt('2026-11-24T10:09:00Z')]]);
    expect(workedSince(b, verdicts, readyAt, new Date('2026-11-24T10:05:00Z'))).toEqual(new Date('2026-11-24T10:02:00Z'));
  });
});
