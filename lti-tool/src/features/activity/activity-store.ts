import { cloudTrailRecordSchema, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { labIdSchema, type InstitutionId, type LabId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import type { StrayCode } from './activity-errors.ts';

/** Which way a record came. */
export type Via = 'stream' | 'trail' | 'look-up';

const holderRow = z.object({ id: labIdSchema, account_id: z.string(), leased_at: z.date(), ended_at: z.date().nullable() });

/** A span of time in which a lab held an account. */
export interface Tenure {
  readonly labId: LabId;
  readonly accountId: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Every lab that held one of these accounts in a span of time; a lease that begins within the second after it counts, as `assign` has it. */
export async function tenuresOf(sql: Sql, accountIds: readonly string[], span: { readonly from: Date; readonly to: Date }): Promise<Tenure[]> {
  const rows = await sql.query(
    `select id, account_id, leased_at, ended_at from lab where account_id = any($1::text[]) and leased_at < $3::timestamptz + interval '1 second' and (ended_at is null or ended_at >= $2)`,
    [accountIds, span.from, span.to],
  );
  return z.array(holderRow).parse(rows).map((row) => ({ labId: row.id, accountId: row.account_id, from: row.leased_at, to: row.ended_at }));
}

/** @returns those of the accounts that are in the pool */
export async function pooled(sql: Sql, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ account_id: string }>('select account_id from account where account_id = any($1::text[])', [accountIds]);
  return new Set(rows.map((row) => row.account_id));
}

/** What keeping records changed. */
export interface Kept {
  /** Ids of the records that were not there yet. */
  readonly fresh: ReadonlySet<string>;
  /** Whether a record that was there is told more fully now. */
  readonly completed: boolean;
}

/**
 * Keeps records of a lab. Two ways may tell of one act differently, as when one leaves out what is long: the longer text is kept, whichever
 * came first, so that verdicts do not depend on it.
 */
export async function insertRecords(tx: Sql, lab: { readonly id: LabId; readonly institutionId: InstitutionId }, records: readonly CloudTrailRecord[], arrival: { readonly via: Via; readonly at: Date }): Promise<Kept> {
  const rows = await tx.query<{ event_id: string; fresh: boolean }>(
    `insert into activity_record as known (lab_id, event_id, institution_id, event_time, record, via, received_at)
     select distinct on (r->>'eventID') $1::uuid, r->>'eventID', $2::uuid, (r->>'eventTime')::timestamptz, r, $4, $5::timestamptz from jsonb_array_elements($3::jsonb) as r
     order by r->>'eventID', length(r::text) desc, r::text collate "C"
     on conflict (lab_id, event_id) do update set event_time = excluded.event_time, record = excluded.record
     where length(excluded.record::text) > length(known.record::text)
       or (length(excluded.record::text) = length(known.record::text) and excluded.record::text collate "C" < known.record::text collate "C")
     returning event_id, xmax = 0 as fresh`,
    [lab.id, lab.institutionId, JSON.stringify(records), arrival.via, arrival.at],
  );
  return { fresh: new Set(rows.flatMap((row) => (row.fresh ? [row.event_id] : []))), completed: rows.some((row) => !row.fresh) };
}

/** Only insertRecords writes this column, from records that were parsed; a lab has thousands, which are read at each judging. */
interface RecordRow { readonly record: CloudTrailRecord }

/**
 * The records of a lab, in no order: verdicts do not depend on one.
 * @param eventNames only those of these events, which leaves out most of what a console reads as it is looked at; all when undefined
 */
export async function recordsOf(sql: Sql, labId: LabId, eventNames: ReadonlySet<string> | undefined): Promise<CloudTrailRecord[]> {
  const rows = await sql.query<RecordRow>(
    `select record from activity_record where lab_id = $1 and ($2::text[] is null or record->>'eventName' = any($2))`,
    [labId, eventNames === undefined ? null : [...eventNames]],
  );
  return rows.map((row) => row.record);
}

/** A record that belongs to no lab, and why. */
export interface Stray {
  readonly eventId: string;
  readonly accountId: string;
  readonly code: StrayCode;
  /** What refused it, when something did. */
  readonly cause?: string;
  readonly record: unknown;
}

/** Keeps records that belong to no lab, each once. */
export async function insertStrays(sql: Sql, strays: readonly Stray[], now: Date): Promise<void> {
  if (strays.length === 0) return;
  await sql.query(
    `insert into stray_record (event_id, account_id, code, cause, record, received_at)
     select s->>'eventId', s->>'accountId', s->>'code', s->>'cause', s->'record', $2 from jsonb_array_elements($1::jsonb) as s on conflict do nothing`,
    [JSON.stringify(strays), now],
  );
}

const recentRow = z
  .object({ event_id: z.string(), event_time: z.date(), via: z.string(), record: cloudTrailRecordSchema })
  .transform(({ event_id: id, event_time: at, via, record }) => ({
    id,
    at,
    via,
    eventName: record.eventName,
    eventSource: record.eventSource,
    region: record.awsRegion,
    errorCode: record.errorCode ?? null,
    errorMessage: record.errorMessage ?? null,
  }));
/** A record as a page shows it. */
export type RecentRecord = z.infer<typeof recentRow>;

const SHOWN = 30;

/** The newest records that the learner caused, newest first; what CloudFormation or the operations role did is left out. */
export async function recentRecords(sql: Sql, labId: LabId, learnerRoleArn: string): Promise<RecentRecord[]> {
  const rows = await sql.query(
    `select event_id, event_time, via, record from activity_record
     where lab_id = $1 and record #>> '{userIdentity,sessionContext,sessionIssuer,arn}' = $2
     order by event_time desc, event_id limit ${SHOWN}`,
    [labId, learnerRoleArn],
  );
  return z.array(recentRow).parse(rows);
}
