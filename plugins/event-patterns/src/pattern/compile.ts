import type { EventPattern, Json } from '@cloudclass/plugin-contract';
import { FilterError, type PatternFault, type Position } from './fault.ts';
import { compileElement } from './leaf.ts';
import { isObject, type Scalar } from './scalar.ts';
import type { Test } from './text-filter.ts';

/** One field a pattern tests, and what it may hold. */
export interface Clause {
  /** Dotted path into the record, without `$or`. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly test: Test;
  /** Whether `{"exists": false}` is among the allowed values. */
  readonly orAbsent: boolean;
  /** The leaf as the author wrote it. */
  readonly expected: Json;
}

/** The clauses of one way to match, as written, and in the order EventBridge visits them: by path. */
export interface Alternative {
  readonly written: readonly Clause[];
  readonly sorted: readonly Clause[];
}

/** A pattern ready to match: `$or` multiplied out, so that a record matches when all clauses of one alternative hold. */
export interface CompiledPattern {
  readonly alternatives: readonly Alternative[];
}

export type Compilation =
  | { readonly ok: true; readonly pattern: CompiledPattern }
  | { readonly ok: false; readonly faults: readonly PatternFault[] };

/** EventBridge refuses a pattern whose `$or` multiplies out to more. */
const maxAlternatives = 1000;
/** Deeper than any CloudTrail record; keeps a hostile pack from exhausting the stack. */
const maxDepth = 64;

/**
 * Compiles an EventBridge event pattern. Reports every fault, not only the first, each with its place in the pattern.
 * @param pattern the pattern; variables in it are taken as plain text, so fill them in first when it is to be matched.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compilePattern(pattern: EventPattern): Compilation {
  const faults: PatternFault[] = [];
  const written = compileObject(pattern, { path: [], at: [], faults });
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, pattern: { alternatives: written.map((clauses) => ({ written: clauses, sorted: clauses.toSorted(byPath) })) } };
}

interface Place {
  /** Where the record is looked at. */
  readonly path: readonly string[];
  /** Where the pattern says so. */
  readonly at: Position;
  readonly faults: PatternFault[];
}

/** The alternatives of one object of the pattern, each a list of clauses. */
type Clauses = readonly (readonly Clause[])[];

function byPath(a: Clause, b: Clause): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

function compileObject(object: { readonly [key: string]: Json }, place: Place): Clauses {
  const entries = Object.entries(object);
  if (entries.length === 0) return fault(place, 'an empty object matches nothing: name a field');
  if (place.at.length > maxDepth) return fault(place, `nested deeper than ${maxDepth} levels`);
  return entries.reduce<Clauses>((before, [key, value]) => multiply(before, compileEntry(key, value, place), place), [[]]);
}

function compileEntry(key: string, value: Json, place: Place): Clauses {
  const inner = { ...place, at: [...place.at, key] };
  if (key === '$or') return compileOr(value, inner);
  // a dot in a key nests, as in EventBridge
  const field = { ...inner, path: [...place.path, ...key.split('.')] };
  if (isObject(value)) return compileObject(value, field);
  if (Array.isArray(value)) return compileLeaf(value, field);
  return fault(field, `"${key}" must be a list of allowed values or an object`);
}

function compileOr(branches: Json, place: Place): Clauses {
  if (!Array.isArray(branches) || branches.length < 2 || !branches.every(isObject)) return fault(place, '$or takes a list of two or more objects');
  return branches.flatMap((branch, index) => compileObject(branch, { ...place, at: [...place.at, index] }));
}

function multiply(left: Clauses, right: Clauses, place: Place): Clauses {
  if (left.length * right.length > maxAlternatives) return fault(place, `$or multiplies out to more than ${maxAlternatives} combinations`);
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function compileLeaf(elements: readonly Json[], place: Place): Clauses {
  if (elements.length === 0) return fault(place, 'an empty list matches nothing: give an allowed value');
  const tests: Test[] = [];
  let orAbsent = false;
  elements.forEach((element, index) => {
    try {
      const compiled = compileElement(element);
      if (compiled === 'absent') orAbsent = true;
      else tests.push(compiled);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      place.faults.push({ at: [...place.at, index], message: error.message });
    }
  });
  const test = (value: Scalar): boolean => tests.some((each) => each(value));
  return [[{ path: place.path.join('.'), segments: place.path, test, orAbsent, expected: [...elements] }]];
}

/** Notes a fault and goes on, so that the faults after it are found too. */
function fault(place: Place, message: string): Clauses {
  place.faults.push({ at: place.at, message });
  return [[]];
}
