import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0110__refunds-and-credit-notes';

/**
 * What was given back of an invoice after it was final: refunds and credit notes, which somebody makes at the payment provider. Where each amount came from
 * is kept, so that what is taken back again is taken back there. When an invoice is looked at next, so that none is lost with its event.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [accounts, adjustments, invoices]) await sql.query(statement);
}

const accounts = `
alter table billing.ledger_account drop constraint ledger_account_kind_check;
alter table billing.ledger_account add constraint ledger_account_kind_check check (kind in (
  'unbilled-usage', 'revenue', 'receivable', 'cash', 'learner-credit', 'credit-budget', 'overdraft', 'rounding', 'bad-debt', 'prepayment', 'given-back'));
`;

const adjustments = `
create table billing.invoice_adjustment (
  provider_ref text primary key,
  invoice_id uuid not null references billing.invoice,
  institution_id uuid not null,
  kind text not null check (kind in ('refund', 'credit_note')),
  status text not null check (status in ('pending', 'done', 'undone')),
  amount bigint not null check (amount > 0),
  from_cash bigint not null check (from_cash >= 0),
  from_owed bigint not null check (from_owed >= 0),
  kept bigint not null check (kept >= 0),
  currency text not null check (currency in ('KRW', 'USD')),
  made_at timestamptz not null,
  undone_at timestamptz,
  journal_id uuid references billing.journal,
  check (amount = from_cash + from_owed + kept),
  check ((status = 'undone') = (undone_at is not null)),
  check (status <> 'done' or journal_id is not null)
);
create index invoice_adjustment_invoice on billing.invoice_adjustment (invoice_id);
`;

const invoices = `
alter table billing.invoice
  add column refunded bigint not null default 0 check (refunded >= 0),
  add column credited bigint not null default 0 check (credited >= 0),
  add column adjustments_due_at timestamptz;
create index invoice_adjustments_due on billing.invoice (adjustments_due_at) where provider_id is not null;
`;
