import type { Json, Verdict } from '@cloudclass/plugin-contract';

/** A moment at which what was asked for was complete. */
export interface Passing {
  /** eventTime of the record that completed it. */
  readonly at: string;
  readonly instant: number;
  readonly eventIds: readonly string[];
  readonly captured: Readonly<Record<string, Json>>;
}

/**
 * What is known of a validator: its verdict, and every passing so far with different captures, earliest first. Passings
 * include those undone since: later steps build on what was done, so that undoing never un-passes them.
 */
export interface Decision {
  readonly verdict: Verdict;
  readonly passings: readonly Passing[];
}

/** Nothing seen yet, or not decidable yet. */
export const undecided: Decision = { verdict: { status: 'todo' }, passings: [] };

/** A learner who tries many names makes many passings; those beyond the earliest ones are not followed up. */
const maxPassings = 64;

/** Passings in order, the earliest of each set of captures. */
export function distinctPassings(passings: readonly Passing[]): readonly Passing[] {
  const byCapture = new Map<string, Passing>();
  for (const passing of passings.toSorted((a, b) => a.instant - b.instant)) {
    const key = JSON.stringify(passing.captured);
    if (!byCapture.has(key)) byCapture.set(key, passing);
  }
  return [...byCapture.values()].slice(0, maxPassings);
}

/**
 * Every way to pick one item of each list. To bound the cost, only the first items of each list are picked from; how many
 * depends on `width` alone, so that a longer list never crowds out a choice that was there before.
 * @param width how many lists there can be at most.
 */
export function combinations<T>(lists: readonly (readonly T[])[], width: number): readonly (readonly T[])[] {
  // the cube root of 64 comes out as a little less than 4
  const choices = Math.floor(maxPassings ** (1 / Math.max(width, 1)) + 1e-9);
  return lists.reduce<readonly (readonly T[])[]>(
    (picked, list) => picked.flatMap((chosen) => list.slice(0, choices).map((item) => [...chosen, item])),
    [[]],
  );
}

/** Several passings as one: complete when the last of them was. */
export function mergePassings(passings: readonly Passing[]): Passing | undefined {
  const last = passings.toSorted((a, b) => a.instant - b.instant).at(-1);
  if (last === undefined) return undefined;
  return {
    at: last.at,
    instant: last.instant,
    eventIds: [...new Set(passings.flatMap(({ eventIds }) => eventIds))],
    captured: Object.assign({}, ...passings.map(({ captured }) => captured)) as Passing['captured'],
  };
}

/** The verdict that a passing earns: for good, or while it stays true. */
export function earned(status: 'passed' | 'held', { at, eventIds, captured }: Passing): Verdict {
  return { status, at, eventIds: [...eventIds], captured: { ...captured } };
}
