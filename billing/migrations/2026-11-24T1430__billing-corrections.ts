import type { Sql } from '../src/sql.ts';

export const name = '2026-11-24T1430__billing-corrections';

/**
 * Corrections of usage, credit that expires, ends of holds and invoices, the remainder of rounding, what was sent to the
 * payment provider, nightly reconciliation; and the tenant on every row that has one.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [tenancy, ledger, contract, credit, usage, invoices, provider, reconciliation, guards]) await sql.query(statement);
}

/** A journal whose account belongs to another institution is refused by its foreign keys. */
const tenancy = `
alter table billing.posting add column institution_id uuid;
alter table billing.posting disable trigger append_only;
update billing.posting p set institution_id = j.institution_id from billing.journal j where j.id = p.journal_id;
alter table billing.posting enable trigger append_only;
alter table billing.posting alter column institution_id set not null;
alter table billing.journal add unique (id, institution_id);
alter table billing.ledger_account add unique (id, institution_id, currency);
alter table billing.posting add foreign key (journal_id, institution_id) references billing.journal (id, institution_id);
alter table billing.posting add foreign key (account_id, institution_id, currency) references billing.ledger_account (id, institution_id, currency);

alter table billing.usage_quarantine add column institution_id uuid;
update billing.usage_quarantine q set institution_id = u.institution_id from billing.usage_raw u where u.id = q.raw_id;
alter table billing.usage_quarantine alter column institution_id set not null;

alter table billing.invoice_line add column institution_id uuid;
update billing.invoice_line l set institution_id = i.institution_id from billing.invoice i where i.id = l.invoice_id;
alter table billing.invoice_line alter column institution_id set not null;
`;

const ledger = `
alter table billing.ledger_account drop constraint ledger_account_kind_check;
alter table billing.ledger_account add check (kind in (
  'unbilled-usage', 'revenue', 'receivable', 'cash', 'learner-credit', 'credit-budget', 'overdraft', 'rounding', 'bad-debt', 'prepayment'));
create unique index journal_reversed_once on billing.journal (reverses) where reverses is not null;
`;

/** A contract of a business unit stands before the institution's own. */
const contract = `
alter table billing.contract add column unit_id uuid;
`;

const credit = `
alter table billing.hold drop constraint hold_status_check;
update billing.hold set status = case when posted > 0 then 'posted' else 'voided' end where status = 'released';
alter table billing.hold add check (status in ('pending', 'posted', 'voided', 'expired'));
alter table billing.hold add column expires_at timestamptz;
create index hold_expiring on billing.hold (expires_at) where status = 'pending' and expires_at is not null;
create table billing.credit_expiry (
  id uuid primary key,
  grant_id uuid not null references billing.credit_grant,
  institution_id uuid not null,
  amount bigint not null check (amount > 0),
  at timestamptz not null
);
create index credit_expiry_grant on billing.credit_expiry (grant_id);
create index credit_grant_holder on billing.credit_grant (learner_id, course_id);
`;

/** What stands: rated use that no correction has reversed. Sums, invoices and checks read this view. */
const usage = `
create table billing.usage_reversal (
  rated_id uuid primary key references billing.usage_rated,
  institution_id uuid not null,
  -- the corrected report
  raw_id uuid not null references billing.usage_raw,
  journal_id uuid references billing.journal,
  at timestamptz not null
);
create view billing.usage_standing as
  select r.* from billing.usage_rated r where not exists (select 1 from billing.usage_reversal v where v.rated_id = r.id);
`;

/** A voided invoice sets its uses free, so a use has one allocation that holds, not one for ever. */
const invoices = `
alter table billing.invoice_line add column price_version_id uuid references billing.price_version;
alter table billing.invoice_line add column contract_id uuid references billing.contract;
alter table billing.invoice_line add column rounding bigint not null default 0;
alter table billing.invoice_line_usage drop constraint invoice_line_usage_pkey;
alter table billing.invoice_line_usage add primary key (line_id, rated_id);
alter table billing.invoice_line_usage add column released_at timestamptz;
create unique index invoice_line_usage_allocated_once on billing.invoice_line_usage (rated_id) where released_at is null;
`;

const provider = `
alter table billing.stripe_outbox drop constraint stripe_outbox_status_check;
alter table billing.stripe_outbox add check (status in ('pending', 'sending', 'ambiguous', 'confirmed', 'reconciled', 'dead'));
-- what was sent first: every retry sends exactly this, because a key with another body is refused
alter table billing.stripe_outbox add column request text;
alter table billing.stripe_outbox add column request_hash text;
alter table billing.stripe_outbox add check ((request is null) = (request_hash is null));
`;

const reconciliation = `
create table billing.recon_run (
  id uuid primary key,
  at timestamptz not null,
  violations integer not null check (violations >= 0)
);
create table billing.recon_diff (
  run_id uuid not null references billing.recon_run,
  position integer not null,
  invariant text not null,
  detail text not null,
  primary key (run_id, position)
);
`;

const guards = `
create trigger append_only before update or delete on billing.usage_rated for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.usage_reversal for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.credit_expiry for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.invoice_line for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.payment for each row execute function billing.refuse_change();
`;
