import { PutRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { setTimeout as pause } from 'node:timers/promises';
import { domainEventSchema } from '../../domain/events.ts';
import type { Sql } from '../../ports/sql.ts';
import { toStreamEvent, type StreamEvent } from '../../domain/stream-event.ts';

export interface PublisherOptions {
  readonly client: KinesisClient;
  readonly sql: Sql;
  readonly stream: string;
  readonly pseudonymOf: (personId: string) => string;
  readonly onError: (error: unknown) => void;
}

const BATCH = 500;
const IDLE_MILLISECONDS = 500;
const BACKOFF_MILLISECONDS = 2_000;

/**
 * Puts the outbox's events onto the stream, in order, for ever. One process at a time does it; an event that was sent but not marked
 * when the process died is sent again, and consumers know it by its id.
 */
export function startPublisher(options: PublisherOptions): { close(): Promise<void> } {
  const stopped = new AbortController();
  const rest = (milliseconds: number): Promise<void> => pause(milliseconds, undefined, { signal: stopped.signal }).catch(() => {});
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const published = await publishBatch(options).catch((error: unknown) => { options.onError(error); return 'failed' as const; });
      if (published === 'failed') await rest(BACKOFF_MILLISECONDS);
      else if (published < BATCH) await rest(IDLE_MILLISECONDS);
    }
  };
  const running = loop();
  return {
    async close() {
      stopped.abort();
      await running;
    },
  };
}

/** @returns how many events were published */
export function publishBatch(options: PublisherOptions): Promise<number> {
  return options.sql.transaction((tx) => publishOldest(tx, options));
}

/** The lock is the transaction's: another process that finds it taken has nothing to do. */
async function publishOldest(tx: Sql, { client, stream, pseudonymOf, onError }: PublisherOptions): Promise<number> {
  const [lock] = await tx.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock(hashtext('event-publisher')) as locked`);
  if (lock?.locked !== true) return 0;
  const rows = await tx.query<{ seq: string; event: unknown }>('select seq, event from event_outbox where published_at is null order by seq limit $1', [BATCH]);
  if (rows.length === 0) return 0;
  const { request, tooLong } = requestOf(rows.map((row) => toStreamEvent(domainEventSchema.parse(row.event), pseudonymOf)));
  for (const { id } of tooLong) onError(new Error(`event ${id} is longer than a stream takes: it is left out`));
  if (request.length > 0) await putInOrder(client, stream, request);
  const done = rows.slice(0, request.length + tooLong.length);
  await tx.query('update event_outbox set published_at = now() where seq = any($1::bigint[])', [done.map((row) => row.seq)]);
  return done.length;
}

/** Of an event with its key; PutRecords, Kinesis API Reference. */
const LONGEST_EVENT_BYTES = 1024 * 1024;
/** What one shard takes in a second. A request may have five times as much, and one shard would refuse its end again and again. */
const LONGEST_REQUEST_BYTES = 1024 * 1024;

/** The first of some events: as many as one request takes, and among them those that none could take, which must not keep the others waiting. */
export function requestOf(events: readonly StreamEvent[]): { readonly request: readonly StreamEvent[]; readonly tooLong: readonly StreamEvent[] } {
  const request: StreamEvent[] = [];
  const tooLong: StreamEvent[] = [];
  let room = LONGEST_REQUEST_BYTES;
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + Buffer.byteLength(keyOf(event));
    if (bytes > LONGEST_EVENT_BYTES) {
      tooLong.push(event);
      continue;
    }
    room -= bytes;
    if (room < 0) break;
    request.push(event);
  }
  return { request, tooLong };
}

const ATTEMPTS = 5;

/** PutRecords may take some and refuse others: the first that was refused of a key goes again with everything of that key after it, in order. */
async function putInOrder(client: KinesisClient, stream: string, events: readonly StreamEvent[]): Promise<void> {
  let waiting = events;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName: stream, Records: waiting.map((event) => ({ PartitionKey: keyOf(event), Data: Buffer.from(JSON.stringify(event)) })) }));
    waiting = fromFirstRefusal(waiting, Records.map(({ ErrorCode }) => ErrorCode !== undefined));
    if (waiting.length === 0) return;
    await pause(100 * 2 ** attempt);
  }
  throw new Error(`the stream refused ${waiting.length} events ${ATTEMPTS} times`);
}

/** Of each key, what was refused first and all that follows it, in the order they came in. */
export function fromFirstRefusal(events: readonly StreamEvent[], wasRefused: readonly boolean[]): StreamEvent[] {
  const held = new Set<string>();
  return events.filter((event, index) => {
    if (wasRefused[index] === true) held.add(keyOf(event));
    return held.has(keyOf(event));
  });
}

/** Events of one lab, or of one learner outside a lab, keep their order. */
const keyOf = ({ place }: StreamEvent): string => place.labId ?? place.learner ?? place.institutionId;
