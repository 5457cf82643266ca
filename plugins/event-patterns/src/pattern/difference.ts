import type { CloudTrailRecord, Json } from '@cloudclass/plugin-contract';
import type { Alternative, Clause, CompiledPattern } from './compile.ts';
import { stepsFrom } from './fields.ts';
import { allHold, holdsAlone } from './match.ts';
import { isObject } from './scalar.ts';

/** How a record misses a pattern. */
export interface Difference {
  /** Dotted path of the first clause, in the author's order, that differs. */
  readonly path: string;
  /** What the record holds there: the value, the list of values when it lies in an array, null when there is nothing. */
  readonly seen: Json;
  /** The allowed values and filters as the author wrote them. */
  readonly expected: Json;
  /** Clauses that hold, of all clauses of the alternative looked at. */
  readonly held: number;
  readonly clauses: number;
}

/**
 * Where a record first differs from a pattern, and how near it is otherwise. Of a pattern with `$or`, the alternative of
 * which the greatest share holds is looked at.
 * @returns undefined when the record matches.
 */
export function firstDifference(pattern: CompiledPattern, record: CloudTrailRecord): Difference | undefined {
  return nearest(pattern.alternatives.map((alternative) => differenceOf(alternative, record)));
}

/**
 * How a record that does not match differs from the alternatives it is an attempt at: those whose clauses on `eventSource` and
 * `eventName` hold. A pattern that names no event has no attempts.
 * @returns undefined when the record is no attempt at what the pattern asks for, or matches it.
 */
export function missedAttempt(pattern: CompiledPattern, record: CloudTrailRecord): Difference | undefined {
  return firstDifference({ alternatives: pattern.alternatives.filter((alternative) => isAttempt(alternative, record)) }, record);
}

function isAttempt({ written }: Alternative, record: CloudTrailRecord): boolean {
  const identifying = written.filter(({ path }) => path === 'eventSource' || path === 'eventName');
  return identifying.some(({ path }) => path === 'eventName') && identifying.every((clause) => holdsAlone(clause, record));
}

function nearest(differences: readonly (Difference | undefined)[]): Difference | undefined {
  let best: Difference | undefined;
  for (const difference of differences) {
    if (difference === undefined) return undefined;
    if (best === undefined || nearness(difference) > nearness(best)) best = difference;
  }
  return best;
}

/** Share of the clauses that hold, from 0 to 1. */
function nearness({ held, clauses }: Difference): number {
  return held / clauses;
}

function differenceOf({ written, sorted }: Alternative, record: CloudTrailRecord): Difference | undefined {
  if (allHold(sorted, record)) return undefined;
  const differing = firstDiffering(written, sorted, record);
  const held = written.filter((clause) => clause !== differing && holdsAlone(clause, record)).length;
  return { path: differing.path, seen: valueAt(record, differing.segments) ?? null, expected: differing.expected, held, clauses: written.length };
}

/** The first clause that does not hold together with those written before it. */
function firstDiffering(written: readonly Clause[], sorted: readonly Clause[], record: CloudTrailRecord): Clause {
  const until = new Set<Clause>();
  for (const clause of written) {
    until.add(clause);
    if (!allHold(sorted.filter((each) => until.has(each)), record)) return clause;
  }
  throw new Error('A pattern that does not match has a clause that differs');
}

/** The value at a path; through an array, the list of what its elements hold there. Undefined when there is nothing. */
export function valueAt(node: unknown, segments: readonly string[]): Json | undefined {
  // A record is parsed JSON, so whatever is found inside it is JSON too.
  if (segments.length === 0) return node as Json | undefined;
  if (Array.isArray(node)) {
    const found = node.map((element: unknown) => valueAt(element, segments)).filter((value) => value !== undefined);
    return found.length <= 1 ? found[0] : found;
  }
  if (!isObject(node)) return undefined;
  for (const { key, next } of stepsFrom(segments, 0)) {
    const found = Object.hasOwn(node, key) ? valueAt(node[key], segments.slice(next)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
