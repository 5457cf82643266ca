import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0050__deleted-drafts';

/**
 * A draft that somebody deletes at the payment provider is a state of its own: it kept its uses for ever, and nobody was billed for them. A request
 * about it that was under way is cancelled, once nothing of it is left there.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.invoice drop constraint invoice_status_check');
  await sql.query(`alter table billing.invoice add constraint invoice_status_check check (status in ('draft', 'deleted', 'open', 'part_paid', 'paid', 'void', 'uncollectible'))`);
  await sql.query('alter table billing.invoice drop constraint invoice_check1');
  await sql.query(`alter table billing.invoice add constraint invoice_final_total_check check (status in ('draft', 'deleted') or provider_total = total)`);
  await sql.query('alter table billing.invoice drop constraint invoice_provider_status_check');
  await sql.query(`alter table billing.invoice add constraint invoice_provider_status_check check (provider_status in ('draft', 'deleted', 'open', 'uncollectible', 'void', 'paid'))`);
  await sql.query('alter table billing.stripe_outbox drop constraint stripe_outbox_status_check');
  await sql.query(`alter table billing.stripe_outbox add constraint stripe_outbox_status_check check (status in ('pending', 'sending', 'ambiguous', 'confirmed', 'reconciled', 'cancelled', 'dead'))`);
}
