import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0070__differing-totals';

/**
 * What the payment provider says an invoice is over, where that is not what ours is, and since when: a person must settle it. It stood in the log alone.
 * One that is void there bills nobody, whatever it was over.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.invoice add column differs_total bigint, add column differs_currency text, add column differs_since timestamptz');
  await sql.query('alter table billing.invoice add constraint invoice_differs_check check ((differs_total is null) = (differs_since is null) and (differs_currency is null) = (differs_since is null))');
  await sql.query(`update billing.invoice set differs_total = provider_total, differs_currency = lower(currency), differs_since = now() where status = 'draft' and provider_total <> total`);
  await sql.query('create index invoice_differs on billing.invoice (differs_since) where differs_since is not null');
  await sql.query('alter table billing.invoice drop constraint invoice_final_total_check');
  await sql.query(`alter table billing.invoice add constraint invoice_final_total_check check (status in ('draft', 'deleted', 'void') or provider_total = total)`);
}
