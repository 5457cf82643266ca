import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-25T0040__services';

/**
 * The services of an LMS: who asks for an access token, grades that are sent by the row instead of by a job each, whole
 * platforms that are given a rest, and a roster that is read page by page.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [tokens, outbox, lineItems, roster, resync, tenants]) await sql.query(statement);
}

const tokens = `
-- a token is asked for anew from then on, while it is still good
alter table access_token add column renew_at timestamptz;
-- who asks a platform for a token of a scope just now, and what came of the last request
create table service_access (
  platform_id uuid not null references platform on delete cascade,
  scope text not null,
  -- the claim of a killed process runs out
  claim uuid,
  claimed_until timestamptz,
  ended_claim uuid,
  outcome jsonb,
  ended_at timestamptz,
  primary key (platform_id, scope)
);
`;

const outbox = `
alter table grade
  add column platform_id uuid references platform,
  add column queued_at timestamptz,
  -- when it may be sent next; null: there is nothing to send
  add column due_at timestamptz,
  add column claim uuid,
  add column claimed_until timestamptz;
update grade g set
  platform_id = c.platform_id,
  queued_at = g.scored_at,
  due_at = case g.status when 'waiting' then now() when 'sending' then now() when 'retrying' then (g.state->>'nextAt')::timestamptz end
from resource_link r join course c on c.id = r.course_id where r.id = g.resource_link_id;
alter table grade alter column platform_id set not null, alter column queued_at set not null;
create index grade_due on grade (platform_id, due_at) where due_at is not null;
create index grade_claim on grade (claim) where claim is not null;
-- how a platform as a whole takes grades; while it is held back none of its grades is sent
create table grade_delivery (
  platform_id uuid primary key references platform on delete cascade,
  failures integer not null default 0,
  held_until timestamptz,
  problem text,
  since timestamptz
);
-- jobs of the former way: what they would send stands in the table grade
delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'send-grade';
`;

const lineItems = `
-- who looks for an activity's line item just now: of two at once each would make one
create table line_item_search (
  resource_link_id uuid primary key references resource_link on delete cascade,
  claim uuid not null,
  claimed_until timestamptz not null
);
`;

const roster = `
-- inactive: the platform keeps the person in the course, without access; left: taken out of the course
alter table enrolment
  add column state text not null default 'active' check (state in ('active', 'inactive', 'left')),
  -- what a launch has said of roles stands above what the roster says
  add column source text not null default 'launch' check (source in ('launch', 'roster')),
  -- when the platform last listed the person
  add column listed_at timestamptz;
create table course_roster (
  course_id uuid primary key references course on delete cascade,
  institution_id uuid not null references institution,
  claim uuid,
  claimed_until timestamptz,
  tried_at timestamptz,
  -- when the list was last read in full, and the address of what has changed since the last reading
  full_at timestamptz,
  differences_url text,
  members integer,
  problem text
);
-- pages of a list that is being read; lost in a crash, as it may be
create unlogged table roster_stage (
  claim uuid not null,
  subject text not null,
  course_id uuid not null,
  institution_id uuid not null,
  name text,
  email text,
  actors text[] not null,
  state text not null,
  staged_at timestamptz not null,
  primary key (claim, subject)
);
`;

const resync = `
-- an instructor or operator has a course's grades compared with the platform's, and what differs sent again
create table grade_resync (
  id uuid primary key,
  institution_id uuid not null references institution,
  course_id uuid not null references course,
  -- null: every activity of the course
  resource_link_id uuid references resource_link,
  asked_by text not null,
  asked_at timestamptz not null,
  state jsonb not null,
  status text generated always as (state->>'status') stored,
  claim uuid,
  claimed_until timestamptz,
  check (status in ('asked', 'done', 'failed'))
);
create index grade_resync_course on grade_resync (course_id, asked_at desc);
create index grade_resync_open on grade_resync (asked_at) where status = 'asked';
`;

// a page reads how grades and roster of its institution stand, and asks for a resync; everything else is for the jobs
const tenants = `
select isolate_tenant('course_roster', 'select');
select isolate_tenant('roster_stage', '');
select isolate_tenant('grade_resync', 'select, insert');
select isolate_tenant('grade_delivery', 'select', 'exists (select from platform where platform.id = platform_id)');
`;
