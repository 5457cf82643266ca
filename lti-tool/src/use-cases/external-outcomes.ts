import { runCodeValidator } from '@cloudclass/code-validator';
import { countedRecords, externalValidators, fillVariables, type CompiledPack } from '@cloudclass/event-patterns';
import { runProbe } from '@cloudclass/probe';
import type { AccountAccess, CloudTrailRecord, CoursePack, LabFacts, StepId, Verdict } from '@cloudclass/plugin-contract';
import { verdictsOf } from '../features/validation/verdict-store.ts';
import type { LabId } from '../domain/ids.ts';
import type { Sql } from '../ports/sql.ts';

/** Outcomes of validators that are no pattern, by their address in the pack. */
export type Outcomes = ReadonlyMap<string, Verdict>;

interface Judged {
  readonly pack: CoursePack;
  readonly compiled: CompiledPack;
  readonly facts: LabFacts;
  readonly records: readonly CloudTrailRecord[];
}

/** What a pack's code said, and which steps it said nothing of. */
export interface CodeAnswers {
  readonly outcomes: Outcomes;
  /** Steps whose code gave no answer, and those that build on them. */
  readonly unanswered: ReadonlySet<StepId>;
}

/**
 * Runs a pack's code over the records that count, in their order: PostgreSQL's would be another each time. Code that does not come to its
 * end says nothing of its step.
 */
export async function codeOutcomes({ pack, compiled, facts, records }: Judged): Promise<CodeAnswers> {
  const outcomes = new Map<string, Verdict>();
  const failed = new Set<StepId>();
  const counted = countedRecords(facts, records);
  for (const { address, step, validator } of externalValidators(compiled)) {
    const source = 'code' in validator ? pack.code[validator.code.file] : undefined;
    if (source === undefined) continue;
    const outcome = await runCodeValidator(source, counted, facts);
    if (!outcome.ok) failed.add(step);
    else if (outcome.passed) outcomes.set(address, heldBy(counted.filter(({ eventID }) => outcome.eventIds.includes(eventID)), facts));
  }
  return { outcomes, unanswered: withDependents(compiled, failed) };
}

/** A pack's validators stand in the order they build on each other. */
function withDependents({ validators }: CompiledPack, steps: ReadonlySet<StepId>): ReadonlySet<StepId> {
  const found = new Set(steps);
  for (const { step, needs } of validators) if (needs.some((needed) => found.has(needed))) found.add(step);
  return found;
}

/**
 * What code says yes to is held, not passed: with the next record it may say no. It counts from the newest record that it names, and from
 * the start of the lab when it names none; the newest record of all would be another with each that comes.
 */
function heldBy(named: readonly CloudTrailRecord[], { startedAt }: LabFacts): Verdict {
  return { status: 'held', at: named.at(-1)?.eventTime ?? startedAt, eventIds: named.map(({ eventID }) => eventID), captured: {} };
}

/** What probes have said so far; a probe that passed once has passed. */
export async function keptProbes(sql: Sql, labId: LabId): Promise<Outcomes> {
  const rows = await sql.query<{ address: string; passed_at: Date }>('select address, passed_at from probe_pass where lab_id = $1', [labId]);
  return new Map(rows.map((row) => [row.address, { status: 'passed', at: row.passed_at.toISOString(), eventIds: [], captured: {} }]));
}

export interface ProbeRequest {
  readonly labId: LabId;
  readonly stepId: StepId;
  readonly compiled: CompiledPack;
  readonly facts: LabFacts;
  readonly access: AccountAccess;
  readonly endpoint: string | undefined;
  readonly now: Date;
}

/** Runs the probes of one step, when the learner asks, and keeps which passed. */
export async function runProbes(sql: Sql, request: ProbeRequest): Promise<void> {
  const captured = new Map([...(await verdictsOf(sql, request.labId))].flatMap(([step, verdict]) => ('captured' in verdict ? [[step, verdict.captured] as const] : [])));
  for (const { address, step, validator } of externalValidators(request.compiled)) {
    if (step !== request.stepId || !('probe' in validator)) continue;
    const input = fillVariables(validator.probe.input, { lab: request.facts, captured });
    if (input === undefined) continue;
    const outcome = await runProbe({ ...validator.probe, input }, request.access, { endpoint: request.endpoint });
    if (outcome.ok && outcome.passed) await sql.query('insert into probe_pass (lab_id, address, passed_at) values ($1, $2, $3) on conflict do nothing', [request.labId, address, request.now]);
  }
}
