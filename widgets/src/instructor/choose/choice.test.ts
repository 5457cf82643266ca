import { describe, expect, test } from '@jest/globals';
import { faultsOf, fieldOf, isFaulty, labOf, neededBy, newChoice, ownPoints, withStep, type Choice } from './choice.ts';
import type { PackStep, PackToChoose } from './choose-document.ts';

const text = (words: string) => ({ ko: words, en: words });
const step = (id: string, points: number, needs: string[] = []): PackStep => ({ id, title: text(id), points, hints: 0, needs, guide: text('') });
const steps = [step('a', 20), step('b', 15, ['a']), step('c', 15, ['a', 'b']), step('d', 50)];
const pack: PackToChoose = { id: 'lab', version: '1.0.0', title: text('Lab'), summary: text(''), introduction: text(''), points: 100, usualMinutes: 40, limitMinutes: 120, videoMinutes: null, regions: [], services: [], steps, resources: [] };
const whole = newChoice(pack, 'Lab');
const at = (index: number): PackStep => steps[index] ?? step('none', 0);
const only = (...ids: string[]): Choice => ({ ...whole, stepIds: ids, points: String(ownPoints({ pack, stepIds: ids })) });

describe('choosing steps', () => {
  test('a lab comes with all of them and its own points', () => {
    expect(labOf(whole)).toMatchObject({ stepIds: ['a', 'b', 'c', 'd'], points: 100, dueAt: null, language: null });
  });

  test('a step that is taken in brings those it needs, in the order of the lab', () => {
    expect(withStep(only('d'), at(2), true).stepIds).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a step that is taken out takes those along that need it', () => {
    expect(withStep(whole, at(1), false).stepIds).toEqual(['a', 'd']);
  });

  test('points nobody has changed follow the steps; others stay', () => {
    expect(withStep(whole, at(3), false).points).toBe('50');
    expect(withStep({ ...whole, points: '30' }, at(3), false).points).toBe('30');
  });

  test('says which chosen steps need one', () => {
    expect(neededBy(only('a', 'b', 'd'), at(0)).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('what the server would refuse', () => {
  test.each<[string, Partial<Choice>, keyof ReturnType<typeof faultsOf>]>([
    ['no step', { stepIds: [] }, 'steps'],
    ['no points', { points: '' }, 'points'],
    ['a part of a point', { points: '1.5' }, 'points'],
    ['fewer points than steps', { points: '3' }, 'points'],
    ['too many points', { points: '1001' }, 'points'],
    ['a due date before it opens', { availableFrom: '2026-11-30T10:00', dueAt: '2026-11-29T10:00' }, 'dates'],
    ['an end before it opens, without a due date', { availableFrom: '2026-11-30T10:00', availableUntil: '2026-11-29T10:00' }, 'dates'],
  ])('%s', (_what, part, fault) => {
    expect(faultsOf({ ...whole, ...part })[fault]).toBe(true);
  });

  test('is nothing in a lab as it comes', () => {
    expect(isFaulty(whole)).toBe(false);
  });
});

test('a date field holds the instant in the reader’s zone, and gives it back', () => {
  const instant = '2026-11-30T14:59:00.000Z';
  expect(labOf({ ...whole, dueAt: fieldOf(instant) }).dueAt).toBe(instant);
});
