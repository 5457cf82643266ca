import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0030__what-the-provider-says';

/**
 * What the payment provider calls an invoice's state, so that one that differs from ours is seen; and why an event needs a person, because
 * nothing here books refunds, disputes and credit notes.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`alter table billing.invoice add column provider_status text check (provider_status in ('draft', 'open', 'uncollectible', 'void', 'paid'))`);
  await sql.query('alter table billing.stripe_inbox add column concern text');
}
