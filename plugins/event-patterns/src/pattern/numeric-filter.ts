import { FilterError } from './fault.ts';
import type { Test } from './text-filter.ts';

/** Bounds of numbers that EventBridge compares. */
const limit = 5e9;

type Comparison = (value: number, bound: number) => boolean;

const lowerBounds: Readonly<Record<string, Comparison>> = { '>': (value, bound) => value > bound, '>=': (value, bound) => value >= bound };
const upperBounds: Readonly<Record<string, Comparison>> = { '<': (value, bound) => value < bound, '<=': (value, bound) => value <= bound };
const comparisons: Readonly<Record<string, Comparison>> = { ...lowerBounds, ...upperBounds, '=': (value, bound) => value === bound };

/** `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound followed by an upper bound. */
export function numeric(argument: unknown): Test {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) {
    throw new FilterError('numeric takes [operator, number] or [lower operator, number, upper operator, number]');
  }
  const [firstOperator, firstBound, secondOperator, secondBound] = argument as readonly unknown[];
  if (argument.length === 2) return comparison(comparisons, firstOperator, firstBound);
  const above = comparison(lowerBounds, firstOperator, firstBound);
  const below = comparison(upperBounds, secondOperator, secondBound);
  if (Number(firstBound) >= Number(secondBound)) throw new FilterError('numeric: the lower bound must be less than the upper bound');
  return (value) => above(value) && below(value);
}

function comparison(allowed: Readonly<Record<string, Comparison>>, operator: unknown, bound: unknown): Test {
  const compare = typeof operator === 'string' && Object.hasOwn(allowed, operator) ? allowed[operator] : undefined;
  if (compare === undefined) throw new FilterError(`numeric: expected one of ${Object.keys(allowed).join(' ')}`);
  if (typeof bound !== 'number' || Math.abs(bound) > limit) throw new FilterError('numeric: a bound must be a number between -5e9 and 5e9');
  return (value) => typeof value === 'number' && compare(value, bound);
}
