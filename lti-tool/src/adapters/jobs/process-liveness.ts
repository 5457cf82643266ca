import { randomInt } from 'node:crypto';
import type pg from 'pg';

export interface LivenessOptions {
  readonly pool: pg.Pool;
  /** The graphile-worker workers of this process. */
  readonly workerIds: readonly string[];
  readonly onError: (error: Error) => void;
}

const SWEEP_MILLISECONDS = 2_000;

/**
 * Gives a killed process's jobs back within seconds. Graphile Worker itself waits four hours for a lock that nobody
 * releases. A process holds an advisory lock as long as its connection lives; whose lock can be taken is dead, and its
 * jobs are unlocked for the others.
 * @see https://worker.graphile.org/docs/admin-functions (force_unlock_workers)
 */
export async function keepAlive({ pool, workerIds, onError }: LivenessOptions): Promise<{ close(): Promise<void> }> {
  const client = await pool.connect();
  client.on('error', onError);
  const key = randomInt(1, 2 ** 47);
  await client.query('select pg_advisory_lock($1)', [key]);
  await client.query('insert into job_process (lock_key, worker_ids) values ($1, $2)', [key, workerIds]);
  await freeJobsOfTheDead(client, key);

  let sweep: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    sweep = sweep.then(() => freeJobsOfTheDead(client, key)).catch(onError);
  }, SWEEP_MILLISECONDS);
  return {
    async close() {
      clearInterval(timer);
      await sweep;
      await client.query('delete from job_process where lock_key = $1', [key]).catch(onError);
      client.release(true);
    },
  };
}

async function freeJobsOfTheDead(client: pg.PoolClient, ownKey: number): Promise<void> {
  const { rows } = await client.query<{ lock_key: string; worker_ids: string[] }>('select lock_key, worker_ids from job_process where lock_key <> $1', [ownKey]);
  for (const { lock_key: key, worker_ids: workerIds } of rows) {
    const { rows: locks } = await client.query<{ dead: boolean }>('select pg_try_advisory_lock($1) as dead', [key]);
    if (locks[0]?.dead !== true) continue;
    await client.query('select graphile_worker.force_unlock_workers($1)', [workerIds]);
    await client.query('delete from job_process where lock_key = $1', [key]);
    await client.query('select pg_advisory_unlock($1)', [key]);
  }
}
