import { expect, test } from '@jest/globals';
import { commandOf, UsageError } from './arguments.ts';
import type { Bench } from './bench.ts';

const nothing = { figures: [], ratios: [] };
const sleep: Bench = { name: 'sleep', about: 'sleeps', flags: { hours: { about: 'how long', usual: 8, smoke: 1 } }, run: () => Promise.resolve(nothing) };

test('a flag that is not given has its usual value', () => {
  expect(commandOf(['sleep'], [sleep]).flags).toEqual({ hours: 8 });
});

test('a smoke run takes the smallest values, but what is given counts', () => {
  expect(commandOf(['sleep', '--smoke'], [sleep]).flags).toEqual({ hours: 1 });
  expect(commandOf(['sleep', '--smoke', '--hours', '3'], [sleep]).flags).toEqual({ hours: 3 });
});

test.each([[['sleep', '--hours', 'many']], [['sleep', '--minutes', '3']], [['run']], [[]]])('%j is refused', (args) => {
  expect(() => commandOf(args, [sleep])).toThrow(UsageError);
});
