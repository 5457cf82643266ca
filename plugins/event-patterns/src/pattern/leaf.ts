import type { Json } from '@cloudclass/plugin-contract';
import { anythingBut } from './anything-but-filter.ts';
import { cidr } from './cidr-filter.ts';
import { FilterError } from './fault.ts';
import { numeric } from './numeric-filter.ts';
import { isScalar } from './scalar.ts';
import { equalsIgnoreCase, prefix, suffix, wildcard, type Test } from './text-filter.ts';

const filters: Readonly<Record<string, (argument: unknown) => Test>> = {
  prefix,
  suffix,
  wildcard,
  numeric,
  cidr,
  'equals-ignore-case': equalsIgnoreCase,
  'anything-but': anythingBut,
};

/** One element of a leaf's list: a test of a value that is there, or `absent` for `{"exists": false}`. */
type LeafElement = Test | 'absent';

/** Compiles one element of a pattern's leaf. Throws a FilterError that says what is wrong with it. */
export function compileElement(element: Json): LeafElement {
  if (isScalar(element)) return (value) => value === element;
  if (Array.isArray(element)) throw new FilterError('a list inside a list of values is not allowed');
  const [name = '', ...more] = Object.keys(element);
  if (more.length > 0) throw new FilterError('a filter has exactly one key');
  if (name === 'exists') return exists(element[name]);
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (filter === undefined) throw new FilterError(`unknown filter "${name}"; known are ${[...Object.keys(filters), 'exists'].join(', ')}`);
  return filter(element[name]);
}

function exists(argument: unknown): LeafElement {
  if (typeof argument !== 'boolean') throw new FilterError('exists takes true or false');
  return argument ? () => true : 'absent';
}
