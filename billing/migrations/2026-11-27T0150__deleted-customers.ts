import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0150__deleted-customers';

/**
 * An institution may have been several customers of the payment provider, one after the other: somebody deletes one there, and the next invoice makes
 * another. Each invoice keeps whose it was, so that it can be asked for, and made anew for another customer where it did not arrive.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [customers, invoices]) await sql.query(statement);
}

const customers = `
alter table billing.provider_customer
  drop constraint provider_customer_pkey,
  drop constraint provider_customer_provider_id_key,
  add primary key (provider_id),
  add column gone_at timestamptz;
create unique index provider_customer_current on billing.provider_customer (institution_id) where gone_at is null;
`;

const invoices = `
alter table billing.invoice add column payer_id text references billing.provider_customer;
update billing.invoice i set payer_id = c.provider_id from billing.provider_customer c where c.institution_id = i.institution_id;
create index invoice_payer on billing.invoice (payer_id);
`;
