import { concerns, evaluate } from '@cloudclass/event-patterns';
import type { CloudTrailRecord, LabFacts, StepId, Verdict } from '@cloudclass/plugin-contract';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Emit, Notify } from '../ports/emit.ts';
import { insertRecords, recordsOf, type Via } from '../features/activity/activity-store.ts';
import { activityLab } from '../features/configuration/configuration-store.ts';
import { findLab, lockLab, placeOf, type Lab } from '../features/labs/lab-store.ts';
import type { Packs, PublishedPack } from '../features/packs/packs.ts';
import { changedVerdicts, withoutLosses, workedSince } from '../features/validation/changed-verdicts.ts';
import { saveVerdict, verdictsOf } from '../features/validation/verdict-store.ts';
import type { LabId } from '../domain/ids.ts';
import { codeOutcomes, keptProbes } from './external-outcomes.ts';
import type { Sql } from '../ports/sql.ts';

export interface JudgeDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly notify: Notify;
  readonly packs: Packs;
  readonly learnerRoleArn: (accountId: string) => string;
}

/**
 * Keeps new records of a lab and judges it, in one transaction under the lab's lock. A record that was there changes nothing; whatever the
 * order of arrival, the verdicts end the same, because all records are judged together.
 */
export async function takeRecords(deps: JudgeDeps, labId: LabId, records: readonly CloudTrailRecord[], via: Via): Promise<void> {
  const published = await packOf(deps, labId);
  if (published === undefined) return;
  await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, labId);
    if (lab === undefined) return;
    const { fresh, completed } = await insertRecords(tx, lab, records, { via, at: deps.clock.now() });
    // a batch may bring a record twice
    const arrived = [...new Map(records.map((record) => [record.eventID, record])).values()].filter((record) => fresh.has(record.eventID));
    if (arrived.length === 0 && !completed) return;
    await announce(deps, tx, { lab, records: arrived });
    if (completed || mayChange(published, arrived)) await judge(deps, tx, { lab, published, by: via });
    await deps.notify(tx, placeOf(lab));
  });
}

/** The pack of a lab, read before the transaction: one that waits for a second connection while it holds the first can stop a process. */
async function packOf({ sql, packs }: JudgeDeps, labId: LabId): Promise<PublishedPack | undefined> {
  const lab = await findLab(sql, labId);
  return lab && packs.get(lab.packId, lab.packVersion);
}

/** Patterns say which events concern them. */
function mayChange(published: PublishedPack, arrived: readonly CloudTrailRecord[]): boolean {
  return hasCode(published) || arrived.some((record) => concerns(published.compiled, record));
}

/** The events that a verdict of the pack can depend on; undefined when it can be any. */
function eventNamesOf(published: PublishedPack): ReadonlySet<string> | undefined {
  return hasCode(published) ? undefined : published.compiled.eventNames;
}

/** Code sees every record. */
function hasCode({ pack }: PublishedPack): boolean {
  return Object.keys(pack.code).length > 0;
}

/** Only what the learner did is an event of its own: writes and errors, not what a console reads as it is looked at. */
async function announce(deps: JudgeDeps, tx: Sql, { lab, records }: { lab: Lab; records: readonly CloudTrailRecord[] }): Promise<void> {
  const own = factsOf(deps, lab).learnerRoleArns;
  for (const record of records) {
    const actor = record.userIdentity.sessionContext?.sessionIssuer?.arn;
    if (actor === undefined || !own.includes(actor) || (record.readOnly === true && record.errorCode === undefined)) continue;
    await deps.emit(tx, placeOf(lab), { type: 'record.received', eventSource: record.eventSource, eventName: record.eventName, errorCode: record.errorCode ?? null, eventTime: record.eventTime });
  }
}

/** What a validator may know of a lab. A lab that is not ready yet has no outputs; its records are judged again when it is. */
export function factsOf(deps: Pick<JudgeDeps, 'learnerRoleArn'>, lab: Lab): LabFacts {
  return {
    accountId: lab.accountId ?? '',
    region: lab.region,
    startedAt: (lab.readyAt ?? lab.requestedAt).toISOString(),
    learnerRoleArns: lab.accountId === null ? [] : [deps.learnerRoleArn(lab.accountId)],
    outputs: lab.outputs,
  };
}

/** Judges all records of a lab and keeps what changed. The lab must be locked. */
async function judge(deps: JudgeDeps, tx: Sql, { lab, published, by }: { lab: Lab; published: PublishedPack; by: string }): Promise<void> {
  const before = await verdictsOf(tx, lab.id);
  const [facts, records] = [factsOf(deps, lab), await recordsOf(tx, lab.id, eventNamesOf(published))];
  const code = await codeOutcomes({ ...published, facts, records });
  const after = withoutLosses(before, evaluate(published.compiled, facts, records, new Map([...(await keptProbes(tx, lab.id)), ...code.outcomes])), code.unanswered);
  const asked = (await activityLab(tx, lab))?.configuration?.stepIds;
  for (const [stepId, verdict] of changedVerdicts(before, after)) {
    await saveVerdict(tx, { id: deps.ids.next(), labId: lab.id, institutionId: lab.institutionId, stepId, verdict, by, at: deps.clock.now() });
    // what was not asked for is judged all the same, for the steps that lean on it and for an instructor who asks for it later; it is no news
    if (asked === undefined || asked.includes(stepId)) await deps.emit(tx, placeOf(lab), { type: 'step.judged', stepId, verdict, ...timesOf(lab, stepId, after) });
  }
}

function timesOf(lab: Lab, stepId: StepId, verdicts: ReadonlyMap<StepId, Verdict>): { secondsSinceReady: number; secondsOnStep: number } {
  const readyAt = lab.readyAt ?? lab.requestedAt;
  const verdict = verdicts.get(stepId);
  const at = verdict !== undefined && 'at' in verdict ? new Date(verdict.at) : readyAt;
  const secondsSince = (from: Date): number => Math.max(0, Math.round((at.getTime() - from.getTime()) / 1000));
  return { secondsSinceReady: secondsSince(readyAt), secondsOnStep: secondsSince(workedSince(stepId, verdicts, readyAt, at)) };
}

/** Judges a lab again from its kept records: after a validator was corrected, or when the learner asks. */
export async function rejudge(deps: JudgeDeps, labId: LabId, by: string): Promise<void> {
  const published = await packOf(deps, labId);
  if (published === undefined) return;
  await deps.sql.transaction(async (tx) => {
    const lab = await lockLab(tx, labId);
    if (lab === undefined) return;
    await judge(deps, tx, { lab, published, by });
    await deps.notify(tx, placeOf(lab));
  });
}
