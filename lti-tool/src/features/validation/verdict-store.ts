import { stepIdSchema, verdictSchema, type StepId, type Verdict } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { personIdSchema, type InstitutionId, type LabId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

const verdictRow = z.object({ step_id: stepIdSchema, verdict: verdictSchema });

/** The verdicts of a lab by step. */
export async function verdictsOf(sql: Sql, labId: LabId): Promise<ReadonlyMap<StepId, Verdict>> {
  const rows = z.array(verdictRow).parse(await sql.query('select step_id, verdict from step_verdict where lab_id = $1', [labId]));
  return new Map(rows.map((row) => [row.step_id, row.verdict]));
}

export interface VerdictChange {
  readonly id: string;
  readonly labId: LabId;
  readonly institutionId: InstitutionId;
  readonly stepId: StepId;
  readonly verdict: Verdict;
  /** Who or what changed it. */
  readonly by: string;
  readonly at: Date;
}

/** Stores a verdict and keeps the change with who and when. */
export async function saveVerdict(tx: Sql, change: VerdictChange): Promise<void> {
  await tx.query(
    `with current as (
       insert into step_verdict (lab_id, step_id, institution_id, verdict, changed_at) values ($2, $3, $4, $5, $7)
       on conflict (lab_id, step_id) do update set verdict = excluded.verdict, changed_at = excluded.changed_at
     )
     insert into step_change (id, lab_id, step_id, institution_id, verdict, changed_by, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [change.id, change.labId, change.stepId, change.institutionId, JSON.stringify(change.verdict), change.by, change.at],
  );
}

/** A learner in an activity. */
export interface LearnerPlace {
  readonly institutionId: InstitutionId;
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

const overrideRow = z
  .object({ step_id: stepIdSchema, passed: z.boolean(), reason: z.string(), by_person_id: personIdSchema, by_name: z.string().nullable(), at: z.date() })
  .transform((row) => ({ stepId: row.step_id, passed: row.passed, reason: row.reason, by: row.by_name ?? '', at: row.at }));
/** An instructor's word on a step. */
export type StepOverride = z.infer<typeof overrideRow>;

export async function overridesOf(sql: Sql, place: LearnerPlace): Promise<ReadonlyMap<StepId, StepOverride>> {
  const rows = await sql.query(
    `select o.step_id, o.passed, o.reason, o.by_person_id, p.name as by_name, o.at from step_override o join person p on p.id = o.by_person_id
     where o.institution_id = $1 and o.resource_link_id = $2 and o.person_id = $3`,
    [place.institutionId, place.resourceLinkId, place.personId],
  );
  return new Map(z.array(overrideRow).parse(rows).map((row) => [row.stepId, row]));
}

export async function saveOverride(tx: Sql, place: LearnerPlace, override: { readonly stepId: StepId; readonly passed: boolean; readonly reason: string; readonly by: PersonId; readonly at: Date }): Promise<void> {
  await tx.query(
    `insert into step_override (resource_link_id, person_id, step_id, institution_id, passed, reason, by_person_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (resource_link_id, person_id, step_id) do update
       set passed = excluded.passed, reason = excluded.reason, by_person_id = excluded.by_person_id, at = excluded.at`,
    [place.resourceLinkId, place.personId, override.stepId, place.institutionId, override.passed, override.reason, override.by, override.at],
  );
}

/** How many hints of each step a learner has revealed. */
export async function hintsRevealed(sql: Sql, place: LearnerPlace): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ step_id: string; revealed: number }>(
    'select step_id, revealed from hint_reveal where institution_id = $1 and resource_link_id = $2 and person_id = $3',
    [place.institutionId, place.resourceLinkId, place.personId],
  );
  return new Map(rows.map((row) => [row.step_id, row.revealed]));
}

/** Reveals one more hint, up to the number there is. @returns the number revealed, or undefined when there was no more */
export async function revealNext(tx: Sql, place: LearnerPlace, stepId: StepId, available: number): Promise<number | undefined> {
  const rows = await tx.query<{ revealed: number }>(
    `insert into hint_reveal (resource_link_id, person_id, step_id, revealed, institution_id) select $1, $2, $3, 1, $4 where $5 > 0
     on conflict (resource_link_id, person_id, step_id) do update set revealed = hint_reveal.revealed + 1 where hint_reveal.revealed < $5
     returning revealed`,
    [place.resourceLinkId, place.personId, stepId, place.institutionId, available],
  );
  return rows[0]?.revealed;
}

/** Verdicts of every lab the learner has had in an activity, lab by lab. */
export async function verdictsOfAllLabs(sql: Sql, place: LearnerPlace): Promise<ReadonlyMap<StepId, Verdict>[]> {
  const rows = await sql.query<{ lab_id: string }>(
    `select v.lab_id, v.step_id, v.verdict from step_verdict v join lab l on l.id = v.lab_id
     where l.institution_id = $1 and l.resource_link_id = $2 and l.person_id = $3`,
    [place.institutionId, place.resourceLinkId, place.personId],
  );
  const labs = new Map<string, Map<StepId, Verdict>>();
  for (const row of rows) {
    const { step_id: stepId, verdict } = verdictRow.parse(row);
    const lab = labs.get(row.lab_id) ?? new Map<StepId, Verdict>();
    labs.set(row.lab_id, lab.set(stepId, verdict));
  }
  return [...labs.values()];
}
