import { ListShardsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type pg from 'pg';
import { holdShard } from './checkpoints.ts';
import { rest } from './rest.ts';
import { readShard, type StreamBatch } from './shard-reader.ts';

export type { StreamBatch };

export interface ConsumerOptions {
  readonly client: KinesisClient;
  readonly pool: pg.Pool;
  readonly stream: string;
  /** Names the checkpoints; two processes with one name share the work. */
  readonly consumer: string;
  /** Must be idempotent: after a kill the batch comes again. */
  readonly handle: (batch: StreamBatch) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Between a read that left nothing and the next; a quarter of a second when it is not given. */
  readonly restMilliseconds?: number;
}

const LOOK_FOR_SHARDS_MILLISECONDS = 5_000;
const FIRST_BACKOFF_MILLISECONDS = 250;
const LONGEST_BACKOFF_MILLISECONDS = 10_000;

/**
 * Reads a stream for ever: each shard by one process at a time, from its checkpoint on, which moves after the batch was handled. So nothing is
 * lost when the process is killed, and what comes again is the handler's to recognise. Shards that a reshard opens are found and
 * read beside their parents: handlers do not rely on an order across shards.
 */
export function startStreamConsumer(options: ConsumerOptions): { close(): Promise<void> } {
  const stopped = new AbortController();
  // a reader that has come to its shard's end stays here: nothing more comes from that shard
  const readers = new Map<string, Promise<void>>();
  const watch = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const shards = await shardsOf(options).catch((error: unknown) => { options.onError(error); return []; });
      for (const shard of shards) if (!readers.has(shard)) readers.set(shard, keepReading(options, shard, stopped.signal));
      await rest(LOOK_FOR_SHARDS_MILLISECONDS, stopped.signal);
    }
  };
  const watching = watch();
  return {
    async close() {
      stopped.abort();
      await watching;
      await Promise.all(readers.values());
    },
  };
}

async function shardsOf({ client, stream }: ConsumerOptions): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    // a token names the stream already
    const page = await client.send(new ListShardsCommand(token === undefined ? { StreamName: stream } : { NextToken: token }));
    names.push(...(page.Shards ?? []).flatMap(({ ShardId }) => (ShardId === undefined ? [] : [ShardId])));
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}

/** Reads one shard until its end or until stopped; after a failure it begins again at the checkpoint, later each time. */
async function keepReading(options: ConsumerOptions, shard: string, stopped: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stopped.aborted) {
    try {
      const place = { consumer: options.consumer, stream: options.stream, shard };
      const outcome = await holdShard({ pool: options.pool, place, stopped, onError: options.onError }, (checkpoint) =>
        readShard({ ...options, shard, checkpoint, stopped, onProgress: () => { failures = 0; } }));
      if (outcome === 'ended') return;
    } catch (error) {
      options.onError(error);
      failures += 1;
      await rest(Math.min(FIRST_BACKOFF_MILLISECONDS * 2 ** failures, LONGEST_BACKOFF_MILLISECONDS), stopped);
    }
  }
}
