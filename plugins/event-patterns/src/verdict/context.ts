import type { LabFacts, StepId, Verdict } from '@cloudclass/plugin-contract';
import type { Scope } from '../variables/fill.ts';
import type { Passing } from './decision.ts';
import type { LabRecords, Sighting } from './lab-records.ts';

/** What a validator decides on. */
export interface Context {
  readonly lab: LabFacts;
  readonly records: LabRecords;
  /** Verdicts of probe and code validators, by address. */
  readonly outcomes: ReadonlyMap<string, Verdict>;
  /** The passings of other steps that this decision builds on, by step. */
  readonly built: ReadonlyMap<StepId, Passing>;
  readonly scope: Scope;
  /** Only records after all of these count. */
  readonly floors: readonly Passing[];
}

/**
 * Whether a record comes after a passing. CloudTrail's time has whole seconds, and a script makes several calls in one: a record of
 * the same second counts as later, unless it is part of the passing itself.
 */
export function isAfter({ record, instant }: Sighting, floor: Passing): boolean {
  return instant >= floor.instant && !floor.eventIds.includes(record.eventID);
}
