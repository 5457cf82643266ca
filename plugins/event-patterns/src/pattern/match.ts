import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import { candidatesOf, reduceCandidates, type Candidates } from './candidates.ts';
import type { Clause, CompiledPattern } from './compile.ts';
import { join, type Membership } from './fields.ts';

/**
 * Whether a record matches a pattern as EventBridge would say.
 *
 * A clause holds when any leaf at its path passes any of its filters. The leaves chosen for the clauses must not lie in
 * different elements of the same array. `{"exists": false}` holds when no leaf at the path could be chosen; as in event-ruler,
 * clauses are visited in the order of their paths, so an absence is looked for only within the elements that earlier paths chose.
 * @see https://github.com/aws/event-ruler#json-array-matching
 */
export function matches(pattern: CompiledPattern, record: CloudTrailRecord): boolean {
  return pattern.alternatives.some(({ sorted }) => allHold(sorted, record));
}

/**
 * Whether clauses hold together.
 * @param clauses in the order of their paths.
 */
export function allHold(clauses: readonly Clause[], record: CloudTrailRecord): boolean {
  const candidates: Candidates[] = [];
  for (const clause of clauses) {
    const found = candidatesOf(clause, record);
    if (found.passing.length === 0 && !clause.orAbsent) return false;
    candidates.push(found);
  }
  return canChoose(reduceCandidates(candidates), 0, undefined);
}

/** Whether a clause holds by itself, whatever the others need. */
export function holdsAlone(clause: Clause, record: CloudTrailRecord): boolean {
  const { all, passing } = candidatesOf(clause, record);
  return passing.length > 0 || (clause.orAbsent && all.length === 0);
}

function canChoose(candidates: readonly Candidates[], next: number, chosen: Membership): boolean {
  const candidate = candidates[next];
  if (candidate === undefined) return true;
  for (const field of candidate.passing) {
    const joint = join(chosen, field.within);
    if (joint !== 'inconsistent' && canChoose(candidates, next + 1, joint)) return true;
  }
  return isAbsent(candidate, chosen) && canChoose(candidates, next + 1, chosen);
}

function isAbsent({ clause, all }: Candidates, chosen: Membership): boolean {
  return clause.orAbsent && all.every((field) => join(chosen, field.within) === 'inconsistent');
}
