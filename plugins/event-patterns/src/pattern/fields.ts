import { isObject, isScalar, type Scalar } from './scalar.ts';

/**
 * Which elements of which arrays a field lies in, as a list. EventBridge calls two fields array-consistent when they do not
 * lie in different elements of the same array.
 */
export type Membership = { readonly array: readonly unknown[]; readonly index: number; readonly outer: Membership } | undefined;

/** A leaf of a record. */
export interface Field {
  readonly value: Scalar;
  readonly within: Membership;
}

/**
 * The leaves of a record at a path. Arrays are transparent: each element stands for the array itself, to any depth.
 * Only a record's own properties count, so `constructor` names nothing.
 */
export function fieldsAt(record: unknown, segments: readonly string[]): readonly Field[] {
  const search = { steps: rememberedSteps(segments), found: [] };
  collect(record, 0, undefined, search);
  return search.found;
}

/** A key, and how many segments of the path lie behind whoever has followed it. */
interface Step {
  readonly key: string;
  readonly next: number;
}

/**
 * The keys that lead on from a place in a path, as in `a.b.c`: `a`, and also `a.b` and `a.b.c`, because a record's key may have dots, as those
 * of tags do. EventBridge knows a field by its path alone.
 * @see https://github.com/aws/event-ruler#json-text-matching
 */
export function stepsFrom(segments: readonly string[], depth: number): readonly Step[] {
  return segments.slice(depth).map((_, index) => ({ key: segments.slice(depth, depth + index + 1).join('.'), next: depth + index + 1 }));
}

/** By place in the path. A pattern meets thousands of records. */
const remembered = new WeakMap<readonly string[], readonly (readonly Step[])[]>();

function rememberedSteps(segments: readonly string[]): readonly (readonly Step[])[] {
  const known = remembered.get(segments) ?? segments.map((_, depth) => stepsFrom(segments, depth));
  remembered.set(segments, known);
  return known;
}

interface Search {
  readonly steps: readonly (readonly Step[])[];
  readonly found: Field[];
}

function collect(node: unknown, depth: number, within: Membership, search: Search): void {
  if (Array.isArray(node)) {
    const array: readonly unknown[] = node;
    array.forEach((element, index) => collect(element, depth, { array, index, outer: within }, search));
    return;
  }
  const steps = search.steps[depth];
  if (steps === undefined) {
    if (isScalar(node)) search.found.push({ value: node, within });
  } else if (isObject(node)) {
    for (const { key, next } of steps) if (Object.hasOwn(node, key)) collect(node[key], next, within, search);
  }
}

/**
 * Joins two memberships.
 * @returns the joint membership, or 'inconsistent' when they name different elements of one array.
 */
export function join(chosen: Membership, field: Membership): Membership | 'inconsistent' {
  let joint = chosen;
  for (let step = field; step !== undefined; step = step.outer) {
    const index = indexIn(chosen, step.array);
    if (index === undefined) joint = { array: step.array, index: step.index, outer: joint };
    else if (index !== step.index) return 'inconsistent';
  }
  return joint;
}

/** The arrays a membership names. */
export function arraysOf(membership: Membership): readonly (readonly unknown[])[] {
  return membership === undefined ? [] : [membership.array, ...arraysOf(membership.outer)];
}

function indexIn(membership: Membership, array: readonly unknown[]): number | undefined {
  for (let step = membership; step !== undefined; step = step.outer) if (step.array === array) return step.index;
  return undefined;
}
