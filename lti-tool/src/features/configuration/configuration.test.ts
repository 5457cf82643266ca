import { describe, expect, test } from '@jest/globals';
import type { Step, Validator } from '@cloudclass/plugin-contract';
import { packIdSchema, packVersionSchema, stepIdSchema } from '@cloudclass/plugin-contract';
import { decideConfiguration, needsOf, stepsAskedFor, type Choice, type Choosable } from './configuration.ts';

const event = (after: readonly string[], bucket = 'any'): Validator => ({ event: { pattern: { eventName: ['CreateBucket'], bucket: [bucket] }, count: 1, after: after.map((id) => stepIdSchema.parse(id)), capture: {}, hints: {}, secret: [], undoneBy: [] } });
const step = (id: string, points: number): Step => ({ id: stepIdSchema.parse(id), title: { ko: id, en: id }, points, hints: [] });

/** c leans on what b captured, b comes after a, d stands alone. */
const pack = {
  manifest: { id: packIdSchema.parse('pack'), version: packVersionSchema.parse('1.0.0'), steps: [step('a', 20), step('b', 15), step('c', 15), step('d', 50)] },
  validators: [
    { step: stepIdSchema.parse('a'), validator: event([]) },
    { step: stepIdSchema.parse('b'), validator: event(['a']) },
    { step: stepIdSchema.parse('c'), validator: event([], '${steps.b.captured.bucket}') },
    { step: stepIdSchema.parse('d'), validator: event([]) },
  ],
  // only these parts of a pack are looked at
} as unknown as Choosable;

const choice: Choice = { stepIds: ['d'], points: 10, availableFrom: null, availableUntil: null, dueAt: null, language: null };
const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));

describe('what an instructor chooses', () => {
  test('is kept with the version of the pack that was chosen', () => {
    expect(decideConfiguration(pack, choice)).toEqual({ packId: 'pack', packVersion: '1.0.0', stepIds: ['d'], points: 10, availableFrom: null, availableUntil: null, dueAt: null, language: null });
  });

  test('brings along the steps that a chosen one needs, in the order of the pack', () => {
    expect(decideConfiguration(pack, { ...choice, stepIds: ['d', 'c'] }).stepIds).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each<[string, Partial<Choice>, string]>([
    ['no step', { stepIds: [] }, 'CONFIGURATION_STEPS'],
    ['a step of another pack', { stepIds: ['d', 'z'] }, 'CONFIGURATION_STEPS'],
    ['fewer points than steps', { stepIds: ['c'], points: 2 }, 'CONFIGURATION_POINTS'],
    ['a part of a point', { points: 10.5 }, 'CONFIGURATION_POINTS'],
    ['more than a thousand points', { points: 1001 }, 'CONFIGURATION_POINTS'],
    ['a due date before it opens', { availableFrom: day(3), dueAt: day(2) }, 'CONFIGURATION_DATES'],
    ['an end before the due date', { dueAt: day(3), availableUntil: day(2) }, 'CONFIGURATION_DATES'],
    ['an end before it opens', { availableFrom: day(3), availableUntil: day(2) }, 'CONFIGURATION_DATES'],
  ])('is refused with %s', (_what, part, code) => {
    expect(() => decideConfiguration(pack, { ...choice, ...part })).toThrow(expect.objectContaining({ code }));
  });

  test('a step needs those whose captures it uses, and those that must come before them', () => {
    expect([...needsOf(pack)]).toEqual([['a', []], ['b', ['a']], ['c', ['a', 'b']], ['d', []]]);
  });
});

describe('the steps an activity asks for', () => {
  test('are all of them, as the pack has them, where nothing was chosen', () => {
    expect(stepsAskedFor(pack.manifest.steps, null)).toEqual(pack.manifest.steps);
  });

  test('share the points that the activity is worth', () => {
    const steps = stepsAskedFor(pack.manifest.steps, decideConfiguration(pack, { ...choice, stepIds: ['c'], points: 100 }));
    expect(steps.map(({ id, points }) => [id, points])).toEqual([['a', 40], ['b', 30], ['c', 30]]);
  });
});
