import type { CloudTrailRecord, LabFacts } from '@cloudclass/plugin-contract';
import type { CompiledPattern } from '../pattern/compile.ts';
import { eventNamesOf } from '../pattern/event-names.ts';
import { matches } from '../pattern/match.ts';

/** A record of the learner's, in its place among the others. */
export interface Sighting {
  readonly record: CloudTrailRecord;
  /** Milliseconds since the epoch; CloudTrail's own resolution is a second. */
  readonly instant: number;
  /** Place in the order by eventTime, then eventID. */
  readonly position: number;
}

/** What the learner did in the lab, in order, each act once. */
export interface LabRecords {
  readonly all: readonly Sighting[];
  readonly byEventName: ReadonlyMap<string, readonly Sighting[]>;
}

/**
 * Picks the records that count and puts them in order; the outcome depends on the set of records only, not on their order
 * or repetition. A record counts when it is of the lab's account, made by a role of the learner's, not made by an AWS service
 * on the learner's behalf (`invokedBy`), and not older than the lab: an account is lent to many learners in turn.
 */
export function labRecords(lab: LabFacts, records: readonly CloudTrailRecord[]): LabRecords {
  const roles = new Set(lab.learnerRoleArns);
  // CloudTrail cuts eventTime to the second, so the start is cut too: an act in the lab's first second counts.
  const earliest = Math.floor(Date.parse(lab.startedAt) / 1000) * 1000;
  const own = records.filter((record) => isLearners(record, lab.accountId, roles) && Date.parse(record.eventTime) >= earliest);
  const all = [...distinct(own).values()]
    .map((record) => ({ record, instant: Date.parse(record.eventTime) }))
    .toSorted((a, b) => a.instant - b.instant || compareText(a.record.eventID, b.record.eventID))
    .map((sighting, position) => ({ ...sighting, position }));
  return { all, byEventName: groupBy(all, ({ record }) => record.eventName) };
}

/** The records that count for a lab's verdicts, each act once, by eventTime, then eventID. */
export function countedRecords(lab: LabFacts, records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[] {
  return labRecords(lab, records).all.map(({ record }) => record);
}

function isLearners({ recipientAccountId, userIdentity }: CloudTrailRecord, accountId: string, roles: ReadonlySet<string>): boolean {
  const issuer = userIdentity.sessionContext?.sessionIssuer?.arn;
  return recipientAccountId === accountId && issuer !== undefined && roles.has(issuer) && userIdentity.invokedBy === undefined;
}

/** Each act once: CloudTrail may tell of it again, with an id of its own, to complete what it told first. */
function distinct(records: readonly CloudTrailRecord[]): ReadonlyMap<string, CloudTrailRecord> {
  const byAct = new Map<string, CloudTrailRecord>();
  for (const record of records) {
    const act = record.addendum?.originalEventID ?? record.eventID;
    const known = byAct.get(act);
    if (known === undefined || (known !== record && supersedes(record, known))) byAct.set(act, record);
  }
  return byAct;
}

/** The completion of a record takes its place; should two others share an id, the same one is kept whichever came first. */
function supersedes(record: CloudTrailRecord, known: CloudTrailRecord): boolean {
  const [completes, completed] = [record, known].map(({ addendum }) => addendum?.originalEventID !== undefined);
  return completes === completed ? JSON.stringify(record) < JSON.stringify(known) : completes === true;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Groups a list, keeping its order within each group. */
export function groupBy<T, K>(list: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The records a pattern could match or nearly match, judged by the name of the event alone. */
export function candidatesFor(records: LabRecords, pattern: CompiledPattern): readonly Sighting[] {
  const names = eventNamesOf(pattern);
  if (names === undefined) return records.all;
  if (names.size === 1) return [...names].flatMap((name) => records.byEventName.get(name) ?? []);
  return records.all.filter(({ record }) => names.has(record.eventName));
}

/** Records of calls that succeeded and match. A call AWS refused has changed nothing, so it neither passes nor breaks a step. */
export function successes(records: LabRecords, pattern: CompiledPattern): readonly Sighting[] {
  return candidatesFor(records, pattern).filter(({ record }) => record.errorCode === undefined && matches(pattern, record));
}
