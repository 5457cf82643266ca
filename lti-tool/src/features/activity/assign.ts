import { cloudTrailEventSchema, cloudTrailRecordSchema, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import { createHash } from 'node:crypto';
import type { LabId } from '../../ids.ts';
import type { StrayCode } from './activity-errors.ts';
import type { Tenure } from './activity-store.ts';

/** A record that could be read, or what came instead of one. */
export type Arrival = { readonly ok: true; readonly record: CloudTrailRecord } | { readonly ok: false; readonly eventId: string; readonly value: unknown };

/** Reads what the stream brings: an EventBridge event around a record, or a bare record. What is neither is kept under its digest. */
export function readArrival(value: unknown): Arrival {
  const event = cloudTrailEventSchema.safeParse(value);
  if (event.success) return { ok: true, record: event.data.detail };
  const record = cloudTrailRecordSchema.safeParse(value);
  if (record.success) return { ok: true, record: record.data };
  return { ok: false, eventId: createHash('sha256').update(JSON.stringify(value) ?? 'undefined').digest('hex'), value };
}

/** CloudTrail's times are whole seconds: what happens within the second of a lease's begin is the lease's. */
const SECOND = 1_000;

/** Whose record it is: the lab that held the account when it was recorded. */
export function assign(record: CloudTrailRecord, tenures: readonly Tenure[], pool: ReadonlySet<string>): LabId | StrayCode {
  if (!pool.has(record.recipientAccountId)) return 'RECORD_ACCOUNT_UNKNOWN';
  const at = new Date(record.eventTime).getTime();
  const holder = tenures
    .filter((tenure) => tenure.accountId === record.recipientAccountId && tenure.from.getTime() - SECOND < at && (tenure.to === null || at <= tenure.to.getTime()))
    .reduce<Tenure | undefined>((latest, tenure) => (latest === undefined || tenure.from > latest.from ? tenure : latest), undefined);
  return holder?.labId ?? 'RECORD_NO_LAB';
}

/** Tells a lab id from the code that says why there is none. */
export function isStray(assigned: LabId | StrayCode): assigned is StrayCode {
  return assigned.startsWith('RECORD_');
}
