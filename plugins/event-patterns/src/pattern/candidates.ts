import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import type { Clause } from './compile.ts';
import { arraysOf, fieldsAt, type Field, type Membership } from './fields.ts';

/** What a record offers to one clause. */
export interface Candidates {
  readonly clause: Clause;
  /** Every leaf at the clause's path. */
  readonly all: readonly Field[];
  /** Those among them that pass one of its filters. */
  readonly passing: readonly Field[];
}

export function candidatesOf(clause: Clause, record: CloudTrailRecord): Candidates {
  const all = fieldsAt(record, clause.segments);
  return { clause, all, passing: all.filter(({ value }) => clause.test(value)) };
}

/**
 * Leaves out what cannot decide: arrays that only one clause reaches into never make two clauses inconsistent, and of leaves
 * that then lie in the same elements one is enough. A learner writes the records, so this is what keeps a policy with a thousand
 * actions and a thousand addresses from being tried in a million ways.
 */
export function reduceCandidates(candidates: readonly Candidates[]): readonly Candidates[] {
  if (candidates.every(({ all }) => all.every(({ within }) => within === undefined))) return candidates;
  const shared = sharedArrays(candidates);
  return candidates.map(({ clause, all, passing }) => ({ clause, all: reduceFields(all, shared), passing: reduceFields(passing, shared) }));
}

type Arrays = ReadonlyMap<readonly unknown[], number>;

/** The arrays that more than one clause reaches into, numbered. */
function sharedArrays(candidates: readonly Candidates[]): Arrays {
  const seen = new Set<readonly unknown[]>();
  const shared = new Map<readonly unknown[], number>();
  for (const { all } of candidates) {
    const own = new Set(all.flatMap(({ within }) => arraysOf(within)));
    for (const array of own) {
      if (seen.has(array) && !shared.has(array)) shared.set(array, shared.size);
      seen.add(array);
    }
  }
  return shared;
}

function reduceFields(fields: readonly Field[], shared: Arrays): readonly Field[] {
  const byElements = new Map<string, Field>();
  for (const { value, within } of fields) {
    const kept = keepShared(within, shared);
    const key = elementsOf(kept, shared);
    if (!byElements.has(key)) byElements.set(key, { value, within: kept });
  }
  return [...byElements.values()];
}

function keepShared(within: Membership, shared: Arrays): Membership {
  if (within === undefined) return undefined;
  const outer = keepShared(within.outer, shared);
  return shared.has(within.array) ? { ...within, outer } : outer;
}

function elementsOf(within: Membership, shared: Arrays): string {
  return within === undefined ? '' : `${elementsOf(within.outer, shared)} ${shared.get(within.array)}.${within.index}`;
}
