import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0080__settled-events';

/** An event that a person must look at is told of until somebody says that it is settled; after a week it was told of no more, settled or not. */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.stripe_inbox add column settled_at timestamptz');
  await sql.query(`update billing.stripe_inbox set settled_at = now() where concern is not null and received_at < now() - interval '7 days'`);
  await sql.query('create index stripe_inbox_open on billing.stripe_inbox (received_at) where concern is not null and settled_at is null');
}
