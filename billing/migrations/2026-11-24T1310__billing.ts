import type { Sql } from '../src/sql.ts';

export const name = '2026-11-24T1310__billing';

/** The catalogue, credit, usage, the ledger, invoices and what travels to and from the payment provider. */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [catalog, ledger, credit, usage, invoices, provider, guards]) await sql.query(statement);
}

const catalog = `
create schema billing;
create table billing.product (
  code text primary key,
  name jsonb not null,
  unit text not null check (unit in ('second'))
);
create table billing.price_version (
  id uuid primary key,
  product_code text not null references billing.product,
  currency text not null check (currency in ('KRW', 'USD')),
  amount bigint not null check (amount >= 0),
  per_seconds bigint not null check (per_seconds > 0),
  starts_at timestamptz not null,
  published_by text not null,
  published_at timestamptz not null,
  unique (product_code, currency, starts_at)
);
create table billing.contract (
  id uuid primary key,
  institution_id uuid not null,
  currency text not null check (currency in ('KRW', 'USD')),
  discount_basis_points integer not null default 0 check (discount_basis_points between 0 and 10000),
  allowance bigint not null default 0 check (allowance >= 0),
  starts_at timestamptz not null,
  ends_at timestamptz,
  check (ends_at is null or ends_at > starts_at)
);
create index contract_institution on billing.contract (institution_id, starts_at desc);
`;

const ledger = `
create table billing.ledger_account (
  id uuid primary key default gen_random_uuid(),
  institution_id uuid not null,
  kind text not null check (kind in ('unbilled-usage', 'revenue', 'receivable', 'cash', 'learner-credit', 'credit-budget', 'overdraft')),
  owner text not null default '',
  currency text not null check (currency in ('KRW', 'USD')),
  unique (institution_id, kind, owner, currency)
);
create table billing.journal (
  id uuid primary key,
  institution_id uuid not null,
  op_key text not null unique,
  kind text not null,
  reverses uuid references billing.journal,
  at timestamptz not null
);
create table billing.posting (
  journal_id uuid not null references billing.journal,
  account_id uuid not null references billing.ledger_account,
  currency text not null check (currency in ('KRW', 'USD')),
  amount bigint not null check (amount <> 0),
  primary key (journal_id, account_id)
);
create index posting_account on billing.posting (account_id);
`;

const credit = `
create table billing.credit_grant (
  id uuid primary key,
  op_key text not null unique,
  institution_id uuid not null,
  learner_id uuid not null,
  course_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('KRW', 'USD')),
  kind text not null check (kind in ('paid', 'promotional')),
  reason text,
  expires_at timestamptz,
  at timestamptz not null
);
-- the balance that is locked before credit is held or spent; the nightly check compares it with the postings
create table billing.credit (
  learner_id uuid not null,
  course_id uuid not null,
  institution_id uuid not null,
  currency text not null check (currency in ('KRW', 'USD')),
  granted bigint not null default 0,
  posted bigint not null default 0,
  held bigint not null default 0,
  primary key (learner_id, course_id),
  check (granted - posted - held >= 0),
  check (held >= 0 and posted >= 0)
);
create table billing.hold (
  lab_id uuid primary key,
  institution_id uuid not null,
  learner_id uuid not null,
  course_id uuid not null,
  amount bigint not null check (amount >= 0),
  posted bigint not null default 0 check (posted >= 0 and posted <= amount),
  status text not null check (status in ('pending', 'released')),
  placed_at timestamptz not null,
  foreign key (learner_id, course_id) references billing.credit
);
`;

const usage = `
create table billing.usage_raw (
  id uuid primary key,
  institution_id uuid not null,
  source text not null,
  event_id text not null,
  revision integer not null check (revision >= 1),
  lab_id uuid not null,
  learner_id uuid not null,
  course_id uuid not null,
  unit_id uuid,
  product_code text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  received_at timestamptz not null,
  unique (source, event_id, revision)
);
create index usage_raw_institution on billing.usage_raw (institution_id, starts_at);
create table billing.usage_quarantine (
  raw_id uuid primary key references billing.usage_raw,
  code text not null,
  detail text not null,
  at timestamptz not null
);
create table billing.usage_rated (
  id uuid primary key,
  raw_id uuid not null references billing.usage_raw,
  institution_id uuid not null,
  lab_id uuid not null,
  price_version_id uuid not null references billing.price_version,
  contract_id uuid not null references billing.contract,
  seconds bigint not null check (seconds > 0),
  list_amount bigint not null check (list_amount >= 0),
  amount bigint not null check (amount >= 0 and amount <= list_amount),
  currency text not null check (currency in ('KRW', 'USD')),
  journal_id uuid references billing.journal,
  unique (raw_id, price_version_id)
);
create index usage_rated_lab on billing.usage_rated (lab_id, price_version_id);
`;

const invoices = `
create table billing.invoice (
  id uuid primary key,
  institution_id uuid not null,
  op_key text not null unique,
  currency text not null check (currency in ('KRW', 'USD')),
  period_from timestamptz not null,
  period_to timestamptz not null check (period_to > period_from),
  total bigint not null check (total >= 0),
  status text not null check (status in ('draft', 'open', 'part_paid', 'paid', 'void', 'uncollectible')),
  provider_id text unique,
  provider_total bigint,
  number text,
  hosted_url text,
  paid bigint not null default 0 check (paid >= 0),
  created_at timestamptz not null,
  -- final only when both totals agree
  check (status = 'draft' or provider_total = total)
);
create table billing.invoice_line (
  id uuid primary key,
  invoice_id uuid not null references billing.invoice,
  course_id uuid not null,
  unit_id uuid,
  product_code text not null,
  seconds bigint not null,
  amount bigint not null check (amount >= 0)
);
create table billing.invoice_line_usage (
  rated_id uuid primary key references billing.usage_rated,
  line_id uuid not null references billing.invoice_line
);
create table billing.payment (
  provider_ref text primary key,
  invoice_id uuid not null references billing.invoice,
  institution_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  at timestamptz not null
);
`;

const provider = `
create table billing.provider_customer (
  institution_id uuid primary key,
  provider_id text not null unique
);
create table billing.stripe_outbox (
  op_key text primary key,
  institution_id uuid not null,
  invoice_id uuid not null references billing.invoice,
  kind text not null check (kind in ('draft', 'finalize')),
  status text not null check (status in ('pending', 'sending', 'ambiguous', 'confirmed', 'dead')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  first_sent_at timestamptz,
  next_attempt_at timestamptz not null,
  last_error text
);
create index stripe_outbox_open on billing.stripe_outbox (next_attempt_at) where status in ('pending', 'sending', 'ambiguous');
create table billing.stripe_inbox (
  event_id text primary key,
  type text not null,
  received_at timestamptz not null
);
`;

const guards = `
create function billing.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct it by a reversal', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on billing.price_version for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.journal for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.posting for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.usage_raw for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.credit_grant for each row execute function billing.refuse_change();

create function billing.check_balanced() returns trigger language plpgsql as $$
begin
  if exists (select 1 from billing.posting where journal_id = new.journal_id group by currency having sum(amount) <> 0) then
    raise exception 'journal % does not balance', new.journal_id using errcode = 'check_violation';
  end if;
  if (select count(distinct currency) from billing.posting where journal_id = new.journal_id) > 1 then
    raise exception 'journal % crosses currencies', new.journal_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger balanced after insert on billing.posting deferrable initially deferred for each row execute function billing.check_balanced();
`;
