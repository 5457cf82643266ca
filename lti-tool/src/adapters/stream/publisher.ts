import { PutRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { domainEventSchema } from '../../events.ts';
import { toStreamEvent, type StreamEvent } from '../../stream-event.ts';

export interface PublisherOptions {
  readonly client: KinesisClient;
  readonly pool: pg.Pool;
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
export async function publishBatch({ client, pool, stream, pseudonymOf }: PublisherOptions): Promise<number> {
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    const { rows: locks } = await connection.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock(hashtext('event-publisher')) as locked`);
    if (locks[0]?.locked !== true) return 0;
    const { rows } = await connection.query<{ seq: string; event: unknown }>('select seq, event from event_outbox where published_at is null order by seq limit $1', [BATCH]);
    if (rows.length === 0) return 0;
    await putInOrder(client, stream, rows.map((row) => toStreamEvent(domainEventSchema.parse(row.event), pseudonymOf)));
    await connection.query('update event_outbox set published_at = now() where seq = any($1::bigint[])', [rows.map((row) => row.seq)]);
    await connection.query('commit');
    return rows.length;
  } catch (error) {
    await connection.query('rollback').catch(() => {});
    throw error;
  } finally {
    // ends what a return on the way left open
    await connection.query('rollback').catch(() => {});
    connection.release();
  }
}

const ATTEMPTS = 5;

/** PutRecords may take some and refuse others; the refused go again, and everything of the same key after them, in order. */
async function putInOrder(client: KinesisClient, stream: string, events: readonly StreamEvent[]): Promise<void> {
  let waiting = events;
  for (let attempt = 0; attempt < ATTEMPTS && waiting.length > 0; attempt += 1) {
    const sent = waiting;
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName: stream, Records: sent.map((event) => ({ PartitionKey: keyOf(event), Data: Buffer.from(JSON.stringify(event)) })) }));
    const refused = new Set(sent.filter((_event, index) => Records[index]?.ErrorCode !== undefined).map(keyOf));
    waiting = refused.size === 0 ? [] : sent.filter((event, index) => refused.has(keyOf(event)) && sent.findIndex((other, at) => keyOf(other) === keyOf(event) && Records[at]?.ErrorCode !== undefined) <= index);
    if (waiting.length > 0) await pause(100 * 2 ** attempt);
  }
  if (waiting.length > 0) throw new Error(`the stream refused ${waiting.length} events ${ATTEMPTS} times`);
}

/** Events of one lab, or of one learner outside a lab, keep their order. */
const keyOf = ({ place }: StreamEvent): string => place.labId ?? place.learner ?? place.institutionId;
