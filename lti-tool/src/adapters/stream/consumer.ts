import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { isNamed } from '../aws/named.ts';

/** What a consumer is handed at once, in the order of the shard. */
export interface StreamBatch {
  readonly shard: string;
  readonly firstSequence: string;
  readonly lastSequence: string;
  /** JSON values; what could not be read as JSON is null. */
  readonly values: readonly unknown[];
}

export interface ConsumerOptions {
  readonly client: KinesisClient;
  readonly pool: pg.Pool;
  readonly stream: string;
  /** Names the checkpoints; two processes with one name share the work. */
  readonly consumer: string;
  /** Must be idempotent: after a kill the batch comes again. */
  readonly handle: (batch: StreamBatch) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Five reads a second per shard are allowed. */
const POLL_MILLISECONDS = 250;
const BATCH = 500;
const RESHARD_MILLISECONDS = 30_000;
const MAX_BACKOFF_MILLISECONDS = 10_000;

/**
 * Reads a stream for ever: each shard by one process at a time, from its checkpoint on, which moves after the batch was handled. So nothing is
 * lost when the process is killed, and what comes again is the handler's to recognise.
 */
export function startStreamConsumer(options: ConsumerOptions): { close(): Promise<void> } {
  const stopped = new AbortController();
  const shards = new Map<string, Promise<void>>();
  const watch = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await eachShard(options, (shard) => {
        if (!shards.has(shard)) shards.set(shard, readShard(options, shard, stopped.signal).finally(() => shards.delete(shard)));
      }).catch(options.onError);
      await pause(shards.size === 0 ? POLL_MILLISECONDS * 4 : RESHARD_MILLISECONDS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const watching = watch();
  return {
    async close() {
      stopped.abort();
      await watching;
      await Promise.all(shards.values());
    },
  };
}

async function eachShard({ client, stream }: ConsumerOptions, see: (shard: string) => void): Promise<void> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: stream }));
  for (const { ShardId } of Shards) if (ShardId !== undefined) see(ShardId);
}

/** Holds the shard's advisory lock on a connection of its own: when the process dies, the lock goes with it. */
async function readShard(options: ConsumerOptions, shard: string, stopped: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stopped.aborted) {
    let connection: pg.PoolClient | undefined;
    try {
      connection = await options.pool.connect();
      if (await tryLock(connection, options, shard)) await readLocked({ ...options, connection, shard }, stopped, () => { failures = 0; });
      else await rest(1_000, stopped);
    } catch (error) {
      options.onError(error);
      failures += 1;
      await rest(Math.min(POLL_MILLISECONDS * 2 ** failures, MAX_BACKOFF_MILLISECONDS), stopped);
    } finally {
      connection?.release(true);
    }
  }
}

const rest = (milliseconds: number, stopped: AbortSignal): Promise<void> => pause(milliseconds, undefined, { signal: stopped }).catch(() => {});

async function tryLock(connection: pg.PoolClient, { stream, consumer }: ConsumerOptions, shard: string): Promise<boolean> {
  const { rows } = await connection.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [`stream:${consumer}:${stream}:${shard}`]);
  return rows[0]?.locked === true;
}

interface LockedShard extends ConsumerOptions {
  readonly connection: pg.PoolClient;
  readonly shard: string;
}

async function readLocked(options: LockedShard, stopped: AbortSignal, onProgress: () => void): Promise<void> {
  let iterator = await iteratorAt(options);
  while (!stopped.aborted && iterator !== undefined) {
    const answer = await options.client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH }), { abortSignal: stopped }).catch((error: unknown) => {
      if (stopped.aborted) return undefined;
      // iterators live five minutes; a new one starts at the checkpoint
      if (isNamed(error, 'ExpiredIteratorException')) return 'expired' as const;
      throw error;
    });
    if (answer === undefined) return;
    if (answer === 'expired') {
      iterator = await iteratorAt(options);
      continue;
    }
    const records = answer.Records ?? [];
    const [first, last] = [records.at(0), records.at(-1)];
    if (first?.SequenceNumber !== undefined && last?.SequenceNumber !== undefined) {
      await options.handle({ shard: options.shard, firstSequence: first.SequenceNumber, lastSequence: last.SequenceNumber, values: records.map((record) => parse(record.Data)) });
      await checkpoint(options, last.SequenceNumber);
    }
    onProgress();
    iterator = answer.NextShardIterator;
    if (records.length < BATCH) await rest(POLL_MILLISECONDS, stopped);
  }
}

function parse(data: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString('utf8'));
  } catch {
    return null;
  }
}

async function iteratorAt({ client, connection, stream, consumer, shard }: LockedShard): Promise<string | undefined> {
  const { rows } = await connection.query<{ sequence: string }>('select sequence from stream_checkpoint where consumer = $1 and shard = $2', [`${consumer}:${stream}`, shard]);
  const after = rows[0]?.sequence;
  const start = after === undefined ? { ShardIteratorType: 'TRIM_HORIZON' as const } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: after };
  try {
    return (await client.send(new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ...start }))).ShardIterator;
  } catch (error) {
    // what the checkpoint names is older than the stream keeps: go on with the oldest there is
    if (after === undefined || !isNamed(error, 'InvalidArgumentException')) throw error;
    return (await client.send(new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' }))).ShardIterator;
  }
}

async function checkpoint({ connection, stream, consumer, shard }: LockedShard, sequence: string): Promise<void> {
  await connection.query(
    `insert into stream_checkpoint (consumer, shard, sequence) values ($1, $2, $3)
     on conflict (consumer, shard) do update set sequence = excluded.sequence, at = now()`,
    [`${consumer}:${stream}`, shard, sequence],
  );
}
