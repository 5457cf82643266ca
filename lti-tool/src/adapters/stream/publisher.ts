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
async function publishOldest(tx: Sql, { client, stream, pseudonymOf }: PublisherOptions): Promise<number> {
  const [lock] = await tx.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock(hashtext('event-publisher')) as locked`);
  if (lock?.locked !== true) return 0;
  const rows = await tx.query<{ seq: string; event: unknown }>('select seq, event from event_outbox where published_at is null order by seq limit $1', [BATCH]);
  if (rows.length === 0) return 0;
  await putInOrder(client, stream, rows.map((row) => toStreamEvent(domainEventSchema.parse(row.event), pseudonymOf)));
  await tx.query('update event_outbox set published_at = now() where seq = any($1::bigint[])', [rows.map((row) => row.seq)]);
  return rows.length;
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
