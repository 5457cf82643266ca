import { regionSchema } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { isErased } from '../../domain/erased-person.ts';
import type { Place } from '../../domain/events.ts';
import { courseIdSchema, institutionIdSchema, labIdSchema, personIdSchema, resourceLinkIdSchema, type InstitutionId, type LabId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, one, type Sql } from '../../ports/sql.ts';
import { labStateSchema, type LabState } from './lab-state.ts';

const labRow = z
  .object({
    id: labIdSchema,
    institution_id: institutionIdSchema,
    course_id: courseIdSchema,
    resource_link_id: resourceLinkIdSchema,
    person_id: personIdSchema,
    pack_id: z.string(),
    pack_version: z.string(),
    state: labStateSchema,
    account_id: z.string().nullable(),
    region: regionSchema,
    requested_at: z.date(),
    leased_at: z.date().nullable(),
    ready_at: z.date().nullable(),
    correlation_id: z.string(),
    outputs: z.record(z.string(), z.string()),
  })
  .transform((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    courseId: row.course_id,
    resourceLinkId: row.resource_link_id,
    personId: row.person_id,
    packId: row.pack_id,
    packVersion: row.pack_version,
    state: row.state,
    accountId: row.account_id,
    region: row.region,
    requestedAt: row.requested_at,
    /** When it got its account; the account's records from here on are this lab's. */
    leasedAt: row.leased_at,
    readyAt: row.ready_at,
    correlationId: row.correlation_id,
    /** What the stack gave out when it was ready; kept after the lab has ended, because late records are judged by it. */
    outputs: row.outputs,
  }));
/** One learner's environment for one activity, from the request to its end. */
export type Lab = z.infer<typeof labRow>;

const COLUMNS = 'id, institution_id, course_id, resource_link_id, person_id, pack_id, pack_version, state, account_id, region, requested_at, leased_at, ready_at, correlation_id, outputs';

/** Where a lab's events happen. */
export function placeOf(lab: Lab): Place & { labId: LabId } {
  return { institutionId: lab.institutionId, courseId: lab.courseId, resourceLinkId: lab.resourceLinkId, personId: lab.personId, labId: lab.id };
}

/**
 * Has whoever erases this person wait until the transaction ends, and see what it wrote.
 * @returns false when they have been erased
 */
export async function keepFromErasing(tx: Sql, personId: PersonId): Promise<boolean> {
  // waits for one who erases, and looks at the row as that one left it (PostgreSQL manual, "Read Committed Isolation Level")
  return (await tx.query(`select 1 from person p where p.id = $1 and not (${isErased('p')}) for key share`, [personId])).length > 0;
}

export async function insertLab(tx: Sql, lab: Lab): Promise<boolean> {
  const rows = await tx.query(
    `insert into lab (id, institution_id, course_id, resource_link_id, person_id, pack_id, pack_version, state, region, requested_at, correlation_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (resource_link_id, person_id) where status in ('requested', 'provisioning', 'ready', 'ending') do nothing returning 1`,
    [lab.id, lab.institutionId, lab.courseId, lab.resourceLinkId, lab.personId, lab.packId, lab.packVersion, JSON.stringify(lab.state), lab.region, lab.requestedAt, lab.correlationId],
  );
  return rows.length > 0;
}

export async function findLab(sql: Sql, id: LabId): Promise<Lab | undefined> {
  return z.array(labRow).parse(await sql.query(`select ${COLUMNS} from lab where id = $1`, [id]))[0];
}

/** Reads a lab and keeps it from changing until the transaction ends. */
export async function lockLab(tx: Sql, id: LabId): Promise<Lab | undefined> {
  return z.array(labRow).parse(await tx.query(`select ${COLUMNS} from lab where id = $1 for update`, [id]))[0];
}

/** The learner's newest lab in an activity. */
export async function latestLab(sql: Sql, who: { readonly institutionId: InstitutionId; readonly resourceLinkId: ResourceLinkId; readonly personId: PersonId }): Promise<Lab | undefined> {
  const rows = await sql.query(
    `select ${COLUMNS} from lab where institution_id = $1 and resource_link_id = $2 and person_id = $3 order by requested_at desc limit 1`,
    [who.institutionId, who.resourceLinkId, who.personId],
  );
  return z.array(labRow).parse(rows)[0];
}

/** Stores a lab's next state; what queries look for is kept in columns beside it. */
export async function saveState(tx: Sql, id: LabId, state: LabState): Promise<void> {
  const accountId = 'accountId' in state ? state.accountId : null;
  await tx.query(
    `update lab set state = $2,
       account_id = coalesce($3, account_id),
       leased_at = case when $4 = 'provisioning' then coalesce(leased_at, $5) else leased_at end,
       ready_at = case when $4 = 'ready' then coalesce(ready_at, $5) else ready_at end,
       ends_at = coalesce($6, ends_at),
       outputs = coalesce($7, outputs),
       ended_at = case when $4 in ('ending', 'ended', 'failed') then coalesce(ended_at, $5) else ended_at end
     where id = $1`,
    [id, JSON.stringify(state), accountId, state.status, state.since, state.status === 'ready' ? state.endsAt : null, state.status === 'ready' ? JSON.stringify(state.outputs) : null],
  );
}

/** Running labs whose time is up. */
export async function overdueLabs(sql: Sql, now: Date): Promise<LabId[]> {
  const rows = await sql.query<{ id: string }>(`select id from lab where status = 'ready' and ends_at <= $1 order by ends_at limit 500`, [now]);
  return rows.map((row) => labIdSchema.parse(row.id));
}

/** Labs that wait for an account and could have one now, the longest waiting first. */
export async function waitingLabs(sql: Sql): Promise<Lab[]> {
  const rows = await sql.query(
    `select ${COLUMNS} from lab where status = 'requested' and state->>'waitingFor' is not null
     order by requested_at, id limit (select count(*) from account where status = 'available')`,
  );
  return z.array(labRow).parse(rows);
}

/** How many labs wait for an account since before this one. */
export async function countAhead(sql: Sql, { id, requestedAt }: Pick<Lab, 'id' | 'requestedAt'>): Promise<number> {
  const row = await one<{ ahead: number }>(
    sql,
    `select count(*)::int as ahead from lab where status = 'requested' and state->>'waitingFor' is not null and (requested_at, id) < ($2, $1)`,
    [id, requestedAt],
  );
  return row.ahead;
}

/** Whether any lab has not been begun yet. */
export async function anyRequested(sql: Sql): Promise<boolean> {
  return (await one<{ waits: boolean }>(sql, `select exists (select from lab where status = 'requested') as waits`)).waits;
}

/** The lab that held an account last. */
export async function lastLabIn(sql: Sql, accountId: string): Promise<Lab | undefined> {
  const row = await maybeOne(sql, `select ${COLUMNS} from lab where account_id = $1 order by leased_at desc limit 1`, [accountId]);
  return row === undefined ? undefined : labRow.parse(row);
}

/** Every lab that runs now. */
export async function runningLabs(sql: Sql): Promise<LabId[]> {
  const rows = await sql.query<{ id: string }>(`select id from lab where status = 'ready' order by ready_at`);
  return rows.map((row) => labIdSchema.parse(row.id));
}

const resourceRow = z
  .object({ logical_id: z.string(), type: z.string(), status: z.enum(['waiting', 'creating', 'ready', 'failed', 'deleting', 'deleted']), physical_id: z.string().nullable(), reason: z.string().nullable() })
  .transform((row) => ({ logicalId: row.logical_id, type: row.type, status: row.status, physicalId: row.physical_id, reason: row.reason }));
export type LabResource = z.infer<typeof resourceRow>;

export async function resourcesOf(sql: Sql, id: LabId): Promise<LabResource[]> {
  return z.array(resourceRow).parse(await sql.query('select logical_id, type, status, physical_id, reason from lab_resource where lab_id = $1', [id]));
}

/** @returns whether anything changed */
export async function saveResources(tx: Sql, id: LabId, resources: readonly LabResource[], now: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into lab_resource (lab_id, logical_id, type, status, physical_id, reason, changed_at)
     select $1, r.logical_id, r.type, r.status, r.physical_id, r.reason, $3
     from jsonb_to_recordset($2::jsonb) as r (logical_id text, type text, status text, physical_id text, reason text)
     on conflict (lab_id, logical_id) do update
       set status = excluded.status, physical_id = coalesce(excluded.physical_id, lab_resource.physical_id), reason = excluded.reason, changed_at = excluded.changed_at
       where lab_resource.status <> excluded.status or lab_resource.reason is distinct from excluded.reason
     returning 1`,
    [id, JSON.stringify(resources.map((resource) => ({ logical_id: resource.logicalId, type: resource.type, status: resource.status, physical_id: resource.physicalId, reason: resource.reason }))), now],
  );
  return rows.length > 0;
}
