import { expect, test } from '@jest/globals';
import { CLASSMATES } from './class.ts';
import { habitOf, type Act } from './habits.ts';

const actsOf = (index: number): readonly Act[] => {
  const habit = habitOf(index);
  return habit.kind === 'works' ? habit.acts : [];
};
const everybody = CLASSMATES.map((_, index) => actsOf(index));
const counting = (kind: Act['kind']): number => everybody.filter((acts) => acts.some((act) => act.kind === kind)).length;

test('a class shows an instructor whatever there is to see', () => {
  for (const kind of ['step', 'wrong-region', 'mistyped', 'ask', 'end'] as const) expect({ kind, learners: counting(kind) }).not.toEqual({ kind, learners: 0 });
  expect(everybody.some((acts) => acts.length === 0)).toBe(true);
});

test('nobody does a step before the one it needs, and nothing after the end', () => {
  for (const acts of everybody) {
    const numbers = acts.flatMap((act) => (act.kind === 'step' ? [act.number] : []));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(acts.findIndex(({ kind }) => kind === 'end')).toBe(acts.some(({ kind }) => kind === 'end') ? acts.length - 1 : -1);
  }
});
