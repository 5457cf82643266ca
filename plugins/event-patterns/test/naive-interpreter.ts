import type { EventPattern, Json } from '@cloudclass/plugin-contract';

/**
 * A second, slow reading of the rules of event patterns to hold the matcher against: a record is flattened to named leaves, `$or`
 * is expanded, and every combination of leaves is tried.
 */
export function naiveMatches(pattern: EventPattern, record: Json): boolean {
  const leaves = flatten(record, '', {});
  return expand(pattern).some((clauses) => tryAll(clauses.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))), leaves, {}));
}

/** The element chosen in each array; an array is named by the path and indices that lead to it. */
type Memberships = Readonly<Record<string, number>>;
type NamedClause = readonly [path: string, allowed: readonly Json[]];

interface Leaf {
  readonly path: string;
  readonly value: Json;
  readonly memberships: Memberships;
}

function flatten(node: Json, path: string, memberships: Memberships, place: string = path): readonly Leaf[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => flatten(item, path, { ...memberships, [place]: index }, `${place}[${index}]`));
  if (typeof node !== 'object' || node === null) return [{ path, value: node, memberships }];
  return Object.entries(node).flatMap(([key, value]) => flatten(value, path === '' ? key : `${path}.${key}`, memberships, `${place}.${JSON.stringify(key)}`));
}

function expand(pattern: { readonly [key: string]: Json }, path = ''): readonly (readonly NamedClause[])[] {
  let expanded: readonly (readonly NamedClause[])[] = [[]];
  for (const [key, value] of Object.entries(pattern)) {
    const inner = path === '' ? key : `${path}.${key}`;
    const ways = waysOf(key, value, path, inner);
    expanded = expanded.flatMap((before) => ways.map((way) => [...before, ...way]));
  }
  return expanded;
}

function waysOf(key: string, value: Json, path: string, inner: string): readonly (readonly NamedClause[])[] {
  // The patterns of the tests are well formed, so objects stand where objects may.
  if (key === '$or') return (value as { [key: string]: Json }[]).flatMap((branch) => expand(branch, path));
  return Array.isArray(value) ? [[[inner, value]]] : expand(value as { [key: string]: Json }, inner);
}

function tryAll([clause, ...rest]: readonly NamedClause[], leaves: readonly Leaf[], chosen: Memberships): boolean {
  if (clause === undefined) return true;
  const [path, allowed] = clause;
  const reachable = leaves.filter((leaf) => leaf.path === path && Object.entries(leaf.memberships).every(([array, index]) => (chosen[array] ?? index) === index));
  if (reachable.some((leaf) => allowed.some((filter) => accepts(filter, leaf.value)) && tryAll(rest, leaves, { ...chosen, ...leaf.memberships }))) return true;
  return reachable.length === 0 && allowed.some((filter) => JSON.stringify(filter) === '{"exists":false}') && tryAll(rest, leaves, chosen);
}

function accepts(filter: Json, value: Json): boolean {
  if (typeof filter !== 'object' || filter === null) return filter === value;
  const [[name, argument] = ['', null]] = Object.entries(filter);
  if (name === 'exists') return argument === true;
  if (name === 'anything-but') return !toList(argument).some((excluded) => accepts(excluded, value));
  if (name === 'numeric') return typeof value === 'number' && inRange(argument as (string | number)[], value);
  return typeof value === 'string' && expression(name, argument).test(value);
}

/** `anything-but` takes a value, a list of values, or a filter with a value or a list: all become a list of filters. */
function toList(argument: Json): readonly Json[] {
  if (typeof argument !== 'object' || argument === null) return [argument];
  if (Array.isArray(argument)) return argument;
  return Object.entries(argument).flatMap(([name, given]) => (Array.isArray(given) ? given : [given]).map((each) => ({ [name]: each })));
}

function inRange([operator, bound, ...rest]: readonly (string | number)[], value: number): boolean {
  if (operator === undefined || bound === undefined) return true;
  const difference = value - Number(bound);
  const holds = { '=': difference === 0, '<': difference < 0, '<=': difference <= 0, '>': difference > 0, '>=': difference >= 0 }[String(operator)];
  return holds === true && inRange(rest, value);
}

function expression(name: string, argument: Json): RegExp {
  if (typeof argument === 'object' && argument !== null) return new RegExp(expression(name, Object.values(argument)[0] ?? '').source, 'is');
  const text = String(argument);
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const sources: Record<string, string> = { prefix: `^${literal}`, suffix: `${literal}$`, 'equals-ignore-case': `^${literal}$` };
  if (name === 'wildcard') return new RegExp(`^${text.split('*').map((run) => run.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
  return new RegExp(sources[name] ?? '^\\b$', name === 'equals-ignore-case' ? 'is' : 's');
}
