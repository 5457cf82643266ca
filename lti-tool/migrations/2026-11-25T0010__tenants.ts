import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-25T0010__tenants';

/**
 * Institutions never see each other: row-level security, in one place. Pages run as the role `cloudclass_tenant`, which sees the rows
 * of the institution that the transaction names in `cloudclass.institution`, and without a name none. The role itself is made
 * before the migrations (`adapters/postgres/tenant-role.ts`), because it belongs to the server, not to a database.
 *
 * A later migration that adds a table says what the role may do with it in one line:
 * - with the column institution_id: `select isolate_tenant('my_table', 'select, insert')`; for no page: `select isolate_tenant('my_table', '')`
 * - rows that belong to another row: `select isolate_tenant('my_table', 'select', 'exists (select from lab where lab.id = lab_id)')`
 * - no tenant's: `grant select on my_table to cloudclass_tenant`, or nothing.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(functions);
  for (const [table, privileges] of Object.entries(ofInstitution)) await sql.query('select isolate_tenant($1, $2)', [table, privileges]);
  for (const [table, [privileges, rows]] of Object.entries(ofAnother)) await sql.query('select isolate_tenant($1, $2, $3)', [table, privileges, rows]);
  await sql.query(ofNobody);
  await sql.query(timeline);
}

const functions = `
create function current_institution() returns uuid language sql stable parallel safe
  return nullif(current_setting('cloudclass.institution', true), '')::uuid;

-- privileges may be empty: then no page may touch the table
create function isolate_tenant(tenants regclass, privileges text, rows text default 'institution_id = (select current_institution())') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenants);
  execute format('create policy tenant on %s to cloudclass_tenant using (%s) with check (%s)', tenants, rows, rows);
  if privileges <> '' then
    execute format('grant %s on %s to cloudclass_tenant', privileges, tenants);
  end if;
end $$;

-- the queue holds the jobs of all institutions: pages reach it by this function only, and for their own institution
create function enqueue_job(job text, event json, queue text, priority integer) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('role') = 'cloudclass_tenant' and event #>> '{place,institutionId}' is distinct from current_setting('cloudclass.institution', true) then
    raise exception 'the job is for another institution' using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(job, event, queue_name => queue, max_attempts => 25, job_key => job || ':' || (event ->> 'id'), priority => priority);
end $$;
revoke all on function isolate_tenant(regclass, text, text), enqueue_job(text, json, text, integer) from public;
grant execute on function current_institution(), enqueue_job(text, json, text, integer) to cloudclass_tenant;
grant usage on schema billing to cloudclass_tenant;
do $$ begin execute format('grant usage on schema %I to cloudclass_tenant', current_schema()); end $$;
`;

/** Tables that carry the institution, with what pages do there. */
const ofInstitution: Readonly<Record<string, string>> = {
  platform: 'select',
  deployment: 'select',
  business_unit: 'select',
  person: 'select, insert, update',
  // a page ends its session, chooses its language, opens a second window; sessions are found before there is a tenant
  session: 'select, insert, update',
  course: 'select, insert, update',
  resource_link: 'select, insert, update',
  enrolment: 'select, insert, update',
  audit_log: 'select, insert',
  lab: 'select, insert, update',
  activity_record: 'select, insert',
  step_verdict: 'select, insert, update',
  step_change: 'select, insert',
  step_override: 'select, insert, update',
  hint_reveal: 'select, insert, update',
  grade: 'select, insert, update',
  help_message: 'select, insert, update',
  attention_dismissal: 'select, insert, update',
  video_position: 'select, insert, update',
  event_outbox: 'select, insert',
  'billing.contract': 'select',
  'billing.ledger_account': 'select, insert',
  'billing.journal': 'select, insert',
  'billing.posting': 'select, insert',
  'billing.credit_grant': 'select, insert',
  'billing.credit': 'select, insert, update',
  'billing.credit_expiry': 'select, insert',
  'billing.hold': 'select, insert, update',
  'billing.usage_raw': 'select',
  'billing.usage_quarantine': 'select',
  'billing.usage_rated': 'select',
  'billing.usage_reversal': 'select',
  'billing.invoice': 'select, insert, update',
  'billing.invoice_line': 'select, insert',
  'billing.payment': 'select',
  'billing.stripe_outbox': 'select, insert, update',
  // how the payment provider knows an institution is for the jobs alone
  'billing.provider_customer': '',
};

/** Tables without the column, or with one that says nothing: their rows are a tenant's by another table's, whose policy counts. */
const ofAnother: Readonly<Record<string, readonly [privileges: string, rows: string]>> = {
  institution: ['select', 'id = (select current_institution())'],
  // the pool is the operator's; an institution knows the accounts that its labs hold or held
  account: ['select', 'exists (select from lab where lab.account_id = account.account_id)'],
  lab_resource: ['select', 'exists (select from lab where lab.id = lab_id)'],
  probe_pass: ['select, insert', 'exists (select from lab where lab.id = lab_id)'],
  'billing.invoice_line_usage': ['select, insert', 'exists (select from billing.invoice_line l where l.id = line_id)'],
};

/**
 * What belongs to no institution. Catalogue and packs are for all to read; a record that belongs to no lab may be set aside, not
 * read. Not named here, so out of reach: tool_key, shared_secret, access_token, account_request, stream_checkpoint, job_process,
 * migration, the job queue, billing.stripe_inbox, billing.recon_run, billing.recon_diff.
 */
const ofNobody = `
grant select on pack_version, billing.product, billing.price_version to cloudclass_tenant;
grant insert on stray_record to cloudclass_tenant;
grant usage on sequence event_outbox_seq_seq to cloudclass_tenant;
-- a view reads as its owner, who sees every institution, unless it says otherwise
alter view billing.usage_standing set (security_invoker = true);
grant select on billing.usage_standing to cloudclass_tenant;
`;

/**
 * Under row-level security an index serves only comparisons that cannot leak a hidden row; taking a JSON document apart might. So
 * the timeline's keys are columns.
 * @see https://www.postgresql.org/docs/current/rules-privileges.html (leakproof)
 */
const timeline = `
alter table event_outbox
  add column resource_link_id uuid generated always as ((event #>> '{place,resourceLinkId}')::uuid) stored,
  add column person_id uuid generated always as ((event #>> '{place,personId}')::uuid) stored;
drop index event_outbox_learner;
create index event_outbox_learner on event_outbox (resource_link_id, person_id, occurred_at desc);
`;
