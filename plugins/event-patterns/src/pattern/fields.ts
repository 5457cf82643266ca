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
  const search = { segments, found: [] };
  collect(record, 0, undefined, search);
  return search.found;
}

interface Search {
  readonly segments: readonly string[];
  readonly found: Field[];
}

function collect(node: unknown, depth: number, within: Membership, search: Search): void {
  if (Array.isArray(node)) {
    const array: readonly unknown[] = node;
    array.forEach((element, index) => collect(element, depth, { array, index, outer: within }, search));
    return;
  }
  const segment = search.segments[depth];
  if (segment === undefined) {
    if (isScalar(node)) search.found.push({ value: node, within });
  } else if (isObject(node) && Object.hasOwn(node, segment)) {
    collect(node[segment], depth + 1, within, search);
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
