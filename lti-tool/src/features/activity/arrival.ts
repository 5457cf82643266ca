import { cloudTrailEventSchema, cloudTrailRecordSchema, type CloudTrailEvent, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import { createHash } from 'node:crypto';
import { UNSTORABLE } from '../../domain/stored-text.ts';

/** A record that could be read, or what came instead of one. */
export type Arrival = { readonly ok: true; readonly record: CloudTrailRecord } | { readonly ok: false; readonly eventId: string; readonly value: unknown };

/**
 * Reads what the stream brings: an EventBridge event around a record, or a bare record. What is neither is kept under its digest, and so is
 * an event that a learner put on a bus to look like a record.
 */
export function readArrival(value: unknown): Arrival {
  if (isDeeper(value, DEEPEST)) return unreadable(storable(cut(value, DEEPEST)));
  const kept = storable(value);
  const event = cloudTrailEventSchema.safeParse(kept);
  if (event.success) return isAuthentic(event.data) ? { ok: true, record: event.data.detail } : unreadable(kept);
  const record = cloudTrailRecordSchema.safeParse(kept);
  if (record.success) return { ok: true, record: record.data };
  return unreadable(kept);
}

/**
 * No record of CloudTrail is half as deep. What is deeper than the stack of this process, or than that of PostgreSQL, could be neither
 * read nor kept, and would come again for ever.
 */
const DEEPEST = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** A value without what lies deeper than so many levels. */
function cut(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((member) => cut(member, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member, levels - 1)]));
}

function unreadable(value: unknown): Arrival {
  return { ok: false, eventId: createHash('sha256').update(JSON.stringify(value) ?? 'undefined').digest('hex'), value };
}

/**
 * EventBridge itself writes who sent an event and lets nobody but AWS use a source that begins with `aws.`; the detail is the sender's.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
function isAuthentic({ source, account, detail }: CloudTrailEvent): boolean {
  return source.startsWith('aws.') && account === detail.recipientAccountId;
}

/** As JSON writes NUL and halves of surrogate pairs; whole pairs come as they are. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/**
 * PostgreSQL's jsonb keeps neither NUL nor half a surrogate pair, and a learner may put both into a name. They become the
 * replacement character, so that one record cannot stop a stream.
 * @see https://www.postgresql.org/docs/current/datatype-json.html
 */
function storable(value: unknown): unknown {
  return ESCAPED.test(JSON.stringify(value) ?? '') ? mended(value) : value;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(UNSTORABLE, '\ufffd');
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.replaceAll(UNSTORABLE, '\ufffd'), mended(member)]));
}
