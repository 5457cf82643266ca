import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T2330__accounts-made-ahead';

/**
 * An account is asked for once and looked at again later, so its request keeps how far it is, when to look, and why it does not get on. A
 * request from before may have been asked for. What the queue held for the pool is done by a loop of its own now; nobody would take it.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`
alter table account_request
  add column state jsonb not null default '{"status":"asking"}',
  add column look_at timestamptz not null default now(),
  add column failures int not null default 0,
  add column problem text,
  add column reason text,
  add column failing_since timestamptz`);
  await sql.query(`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where task_identifier = 'fill-pool'))`);
}
