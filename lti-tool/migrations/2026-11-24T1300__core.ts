import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-24T1300__core';

/**
 * Institutions, their platforms, courses and people; sessions; labs and what is known of them; the outbox.
 * Every row that belongs to an institution carries its id, also where a join could find it: a query is
 * restricted by it without a join.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [identity, courses, labs, records, grades, talk, events]) await sql.query(statement);
}

const identity = `
create table institution (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  monthly_budget bigint,
  created_at timestamptz not null default now()
);
create table platform (
  id uuid primary key,
  institution_id uuid not null references institution,
  issuer text not null,
  client_id text not null,
  authorization_url text not null,
  token_url text not null,
  token_audience text,
  jwks_url text not null,
  id_token_algorithms text[] not null default '{RS256}',
  product text,
  created_at timestamptz not null default now(),
  last_launch_at timestamptz,
  unique (institution_id, issuer, client_id)
);
-- a platform is found by issuer and client id; where an LMS vendor shares both, the deployment is the tenant
create index platform_issuer_client on platform (issuer, client_id);
create table deployment (
  platform_id uuid not null references platform on delete cascade,
  deployment_id text not null,
  issuer text not null,
  client_id text not null,
  institution_id uuid not null references institution,
  primary key (platform_id, deployment_id),
  unique (issuer, client_id, deployment_id)
);
create table person (
  id uuid primary key,
  institution_id uuid not null references institution,
  platform_id uuid references platform,
  subject text not null,
  -- launched without saying who: one person for each launch, and no grade to send
  anonymous boolean not null default false,
  name text,
  email text,
  language text check (language in ('ko', 'en')),
  created_at timestamptz not null default now(),
  unique nulls not distinct (platform_id, subject)
);
create table business_unit (
  id uuid primary key,
  institution_id uuid not null references institution,
  name text not null,
  unique (institution_id, name)
);
create table session (
  id uuid primary key,
  secret_hash bytea not null,
  institution_id uuid references institution,
  person_id uuid references person,
  staff jsonb,
  course_id uuid,
  resource_link_id uuid,
  actors text[] not null,
  platform_id uuid,
  nonce text,
  launch jsonb not null default '{}',
  -- null until the browser that began the launch has proven itself
  bound_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  seen_at timestamptz not null default now(),
  check ((person_id is null) <> (staff is null)),
  unique (platform_id, nonce)
);
create index session_expiry on session (expires_at);
create table tool_key (
  kid text primary key,
  public_jwk jsonb not null,
  sealed_private_key text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create table shared_secret (
  name text primary key,
  sealed text not null,
  created_at timestamptz not null default now()
);
create table audit_log (
  id uuid primary key,
  institution_id uuid references institution,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  target text,
  detail text
);
create index audit_log_institution on audit_log (institution_id, at desc);
`;

const courses = `
create table course (
  id uuid primary key,
  institution_id uuid not null references institution,
  platform_id uuid not null references platform,
  deployment_id text not null,
  lti_context_id text not null,
  title text not null,
  unit_id uuid references business_unit,
  unique (platform_id, deployment_id, lti_context_id)
);
create table pack_version (
  pack_id text not null,
  version text not null,
  digest text not null,
  pack jsonb not null,
  published_at timestamptz not null default now(),
  primary key (pack_id, version)
);
create table resource_link (
  id uuid primary key,
  institution_id uuid not null references institution,
  course_id uuid not null references course,
  lti_resource_link_id text not null,
  title text not null,
  pack_id text,
  pack_version text,
  ags jsonb,
  nrps_url text,
  unique (course_id, lti_resource_link_id),
  foreign key (pack_id, pack_version) references pack_version (pack_id, version)
);
alter table session add foreign key (course_id) references course, add foreign key (resource_link_id) references resource_link;
create table enrolment (
  course_id uuid not null references course,
  person_id uuid not null references person,
  institution_id uuid not null references institution,
  roles text[] not null,
  first_seen_at timestamptz not null default now(),
  primary key (course_id, person_id)
);
`;

const labs = `
create table account (
  account_id text primary key,
  institution_id uuid references institution,
  state jsonb not null,
  status text generated always as (state->>'status') stored,
  added_at timestamptz not null default now(),
  check (status in ('available', 'leased', 'frozen', 'cleaning', 'quarantine'))
);
create index account_status on account (status);
-- accounts that are being made: noted before AWS is asked, so that a killed process leaves none behind
create table account_request (
  id uuid primary key,
  asked_at timestamptz not null
);
create table lab (
  id uuid primary key,
  institution_id uuid not null references institution,
  course_id uuid not null references course,
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  pack_id text not null,
  pack_version text not null,
  state jsonb not null,
  status text generated always as (state->>'status') stored,
  account_id text references account,
  region text not null,
  requested_at timestamptz not null,
  -- from here until ended_at the account's records are this lab's
  leased_at timestamptz,
  ready_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  metered_until timestamptz,
  outputs jsonb not null default '{}',
  correlation_id text not null,
  foreign key (pack_id, pack_version) references pack_version (pack_id, version),
  check (status in ('requested', 'provisioning', 'ready', 'ending', 'ended', 'failed'))
);
-- one lab at a time for a learner in an activity
create unique index lab_current on lab (resource_link_id, person_id) where status in ('requested', 'provisioning', 'ready', 'ending');
create unique index lab_account on lab (account_id) where status in ('provisioning', 'ready', 'ending');
-- whose a record is: the lab that held its account at that time
create index lab_tenure on lab (account_id, leased_at);
create index lab_activity on lab (resource_link_id, person_id, requested_at desc);
create table lab_resource (
  lab_id uuid not null references lab on delete cascade,
  logical_id text not null,
  type text not null,
  status text not null check (status in ('waiting', 'creating', 'ready', 'failed', 'deleting', 'deleted')),
  physical_id text,
  reason text,
  changed_at timestamptz not null,
  primary key (lab_id, logical_id)
);
`;

const records = `
create table activity_record (
  lab_id uuid not null references lab on delete cascade,
  event_id text not null,
  institution_id uuid not null references institution,
  event_time timestamptz not null,
  record jsonb not null,
  via text not null check (via in ('stream', 'trail', 'look-up')),
  received_at timestamptz not null,
  primary key (lab_id, event_id)
);
create index activity_record_time on activity_record (lab_id, event_time desc, event_id);
-- records of accounts that no lab held at that time: kept for the operator, never guessed at
create table stray_record (
  event_id text primary key,
  account_id text not null,
  code text not null,
  -- what refused the record, for whoever mends it
  cause text,
  record jsonb not null,
  received_at timestamptz not null
);
create table step_verdict (
  lab_id uuid not null references lab on delete cascade,
  step_id text not null,
  institution_id uuid not null references institution,
  verdict jsonb not null,
  changed_at timestamptz not null,
  primary key (lab_id, step_id)
);
-- probes that passed: a state that was seen once is not asked for again
create table probe_pass (
  lab_id uuid not null references lab on delete cascade,
  address text not null,
  passed_at timestamptz not null,
  primary key (lab_id, address)
);
create table step_change (
  id uuid primary key,
  lab_id uuid not null references lab on delete cascade,
  step_id text not null,
  institution_id uuid not null references institution,
  verdict jsonb not null,
  changed_by text not null,
  reason text,
  at timestamptz not null
);
create index step_change_lab on step_change (lab_id, at);
-- an instructor's word on a step; the newest counts
create table step_override (
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  step_id text not null,
  institution_id uuid not null references institution,
  passed boolean not null,
  reason text not null,
  by_person_id uuid not null references person,
  at timestamptz not null,
  primary key (resource_link_id, person_id, step_id)
);
create table hint_reveal (
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  step_id text not null,
  revealed integer not null,
  institution_id uuid not null references institution,
  primary key (resource_link_id, person_id, step_id)
);
create table stream_checkpoint (
  consumer text not null,
  shard text not null,
  sequence text not null,
  at timestamptz not null default now(),
  primary key (consumer, shard)
);
`;

const grades = `
-- the newest score of a learner in an activity; a later one replaces one that is not sent yet
create table grade (
  id uuid primary key,
  institution_id uuid not null references institution,
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  points double precision not null,
  maximum double precision not null,
  activity_progress text not null,
  grading_progress text not null,
  scored_at timestamptz not null,
  -- timestamp of the last attempt: a platform refuses one that is not newer
  sent_as timestamptz,
  revision integer not null default 1,
  state jsonb not null,
  status text generated always as (state->>'status') stored,
  attempts integer not null default 0,
  unique (resource_link_id, person_id),
  check (status in ('waiting', 'sending', 'sent', 'retrying', 'refused', 'unavailable'))
);
create table access_token (
  platform_id uuid not null references platform on delete cascade,
  scope text not null,
  sealed_token text not null,
  expires_at timestamptz not null,
  primary key (platform_id, scope)
);
`;

const talk = `
create table help_message (
  id uuid primary key,
  institution_id uuid not null references institution,
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  author_id uuid not null references person,
  text text not null,
  at timestamptz not null,
  answered_at timestamptz
);
create index help_message_thread on help_message (resource_link_id, person_id, at);
create table attention_dismissal (
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  institution_id uuid not null references institution,
  kind text not null,
  at timestamptz not null,
  primary key (resource_link_id, person_id, kind)
);
create table video_position (
  resource_link_id uuid not null references resource_link,
  person_id uuid not null references person,
  institution_id uuid not null references institution,
  position_seconds double precision not null,
  at timestamptz not null,
  primary key (resource_link_id, person_id)
);
`;

const events = `
create table event_outbox (
  seq bigserial primary key,
  id uuid not null unique,
  type text not null,
  institution_id uuid not null,
  lab_id uuid,
  event jsonb not null,
  occurred_at timestamptz not null,
  published_at timestamptz
);
create index event_outbox_unpublished on event_outbox (seq) where published_at is null;
create index event_outbox_learner on event_outbox ((event #>> '{place,resourceLinkId}'), (event #>> '{place,personId}'), occurred_at desc);
-- processes that run jobs; each holds the advisory lock of its key while it lives
create table job_process (
  lock_key bigint primary key,
  worker_ids text[] not null,
  started_at timestamptz not null default now()
);
`;
