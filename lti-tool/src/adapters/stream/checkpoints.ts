import type pg from 'pg';
import { rest } from './rest.ts';

/** Which reading of which shard a checkpoint belongs to. */
export interface ShardPlace {
  readonly consumer: string;
  readonly stream: string;
  readonly shard: string;
}

/** How far a shard has been handled. */
export interface Checkpoint {
  read(): Promise<Reached>;
  save(sequence: string): Promise<void>;
  /** Notes that there was nothing left to read just now. */
  caughtUp(): Promise<void>;
}

interface Reached {
  /** Sequence number of the last record that was handled, `SHARD_END`, or undefined before the first. */
  readonly sequence: string | undefined;
  /** Since when there may have been something to read; undefined when it was never read to its end. */
  readonly behindSeconds: number | undefined;
}

/** Stands for a sequence number where a closed shard has been read to its end. */
export const SHARD_END = 'SHARD_END';

interface Holding {
  readonly pool: pg.Pool;
  readonly place: ShardPlace;
  readonly stopped: AbortSignal;
  readonly onError: (error: unknown) => void;
}

const RETRY_LOCK_MILLISECONDS = 1_000;

/**
 * Waits until no other process reads the shard, and reads it. The lock is an advisory one on a connection of its own, which also
 * keeps the checkpoints: a process that loses the connection loses both, and cannot move the checkpoint of the one that took over.
 * @returns undefined when stopped before the lock was free
 */
export async function holdShard<T>({ pool, place, stopped, onError }: Holding, read: (checkpoint: Checkpoint) => Promise<T>): Promise<T | undefined> {
  const connection = await pool.connect();
  // without a listener a connection that breaks would end the process
  connection.on('error', onError);
  try {
    while (!stopped.aborted) {
      if (await tryLock(connection, place)) return await read(checkpointOn(connection, place));
      await rest(RETRY_LOCK_MILLISECONDS, stopped);
    }
    return undefined;
  } finally {
    // the lock ends with the connection
    connection.release(true);
  }
}

async function tryLock(connection: pg.PoolClient, { consumer, stream, shard }: ShardPlace): Promise<boolean> {
  const { rows } = await connection.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [`stream:${consumer}:${stream}:${shard}`]);
  return rows[0]?.locked === true;
}

function checkpointOn(connection: pg.PoolClient, { consumer, stream, shard }: ShardPlace): Checkpoint {
  const key = [`${consumer}:${stream}`, shard];
  return {
    async read() {
      const { rows } = await connection.query<{ sequence: string | null; behind: number | null }>(
        'select sequence, extract(epoch from now() - caught_up_at)::float8 as behind from stream_checkpoint where consumer = $1 and shard = $2',
        key,
      );
      return { sequence: rows[0]?.sequence ?? undefined, behindSeconds: rows[0]?.behind ?? undefined };
    },
    async caughtUp() {
      await connection.query(
        `insert into stream_checkpoint (consumer, shard, caught_up_at) values ($1, $2, now())
         on conflict (consumer, shard) do update set caught_up_at = excluded.caught_up_at`,
        key,
      );
    },
    async save(sequence) {
      await connection.query(
        `insert into stream_checkpoint (consumer, shard, sequence) values ($1, $2, $3)
         on conflict (consumer, shard) do update set sequence = excluded.sequence, at = now()`,
        [...key, sequence],
      );
    },
  };
}
