import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0060__rated-after-quarantine';

/** Use that was set aside for want of a contract or a price is rated once there is one; that it was set aside stays known. */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.usage_quarantine add column rated_at timestamptz');
  await sql.query('create index usage_quarantine_open on billing.usage_quarantine (code) where rated_at is null');
}
