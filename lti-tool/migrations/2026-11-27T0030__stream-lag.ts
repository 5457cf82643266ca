import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-27T0030__stream-lag';

/**
 * When a shard was last read to its end: who reads behind is told to the operator, and a pause longer than the stream keeps its records has
 * lost some. A quiet shard is read to its end before it has a record to name.
 *
 * A record that is told more fully later takes the place of the one that is there, also when a page looks it up.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table stream_checkpoint alter column sequence drop not null, add column caught_up_at timestamptz');
  await sql.query('grant update (event_time, record) on activity_record to cloudclass_tenant');
}
