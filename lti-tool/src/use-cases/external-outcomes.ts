import { runCodeValidator } from '@cloudclass/code-validator';
import { codeOutcomes as askCode, externalValidators, fillVariables, type CodeAnswers, type CompiledPack } from '@cloudclass/event-patterns';
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

/** Has a pack's code run in its sandbox over the records that count. */
export function codeOutcomes({ pack, compiled, facts, records }: Judged): Promise<CodeAnswers> {
  return askCode(compiled, facts, records, (file, counted) => runCodeValidator(pack.code[file] ?? '', counted, facts));
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
