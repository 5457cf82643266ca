import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-25T0050__activity_configuration';

/**
 * What an instructor chose for an activity. A row never changes: whoever chooses anew writes another one, so that a copied
 * course and its origin may point to the same row.
 */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [configurations, links, origins, groups, tenants]) await sql.query(statement);
}

const configurations = `
create table activity_configuration (
  id uuid primary key,
  institution_id uuid not null references institution,
  pack_id text not null,
  pack_version text not null,
  step_ids text[] not null check (cardinality(step_ids) > 0),
  points integer not null check (points between 1 and 1000),
  available_from timestamptz,
  available_until timestamptz,
  due_at timestamptz,
  -- null: every learner's own
  language text check (language in ('ko', 'en')),
  created_by uuid references person,
  created_at timestamptz not null,
  foreign key (pack_id, pack_version) references pack_version (pack_id, version)
);
create index activity_configuration_institution on activity_configuration (institution_id, created_at desc);
`;

const links = `
alter table resource_link
  add column configuration_id uuid references activity_configuration,
  -- what the platform named last: another one means that the instructor chose again in the platform
  add column named_configuration_id uuid references activity_configuration;
-- a copied link is found by the id of the one it was copied from
create index resource_link_platform_id on resource_link (institution_id, lti_resource_link_id);
`;

const origins = `
-- a course that was copied from another, as the platform's notice said
create table course_origin (
  course_id uuid not null references course on delete cascade,
  origin_course_id uuid not null references course on delete cascade,
  institution_id uuid not null references institution,
  noticed_at timestamptz not null,
  primary key (course_id, origin_course_id),
  check (course_id <> origin_course_id)
);
-- notices of platforms that were acted on: one that comes again changes nothing
create table platform_notice (
  platform_id uuid not null references platform on delete cascade,
  notice_id text not null,
  institution_id uuid not null references institution,
  type text not null,
  received_at timestamptz not null,
  primary key (platform_id, notice_id)
);
-- where a deployment takes orders for notices, and what was ordered
create table notice_order (
  platform_id uuid not null references platform on delete cascade,
  deployment_id text not null,
  institution_id uuid not null references institution,
  service_url text not null,
  supported text[] not null,
  ordered text[] not null default '{}',
  -- the handler's address when the order was placed: with another public address it is placed again
  handler_url text,
  next_attempt_at timestamptz not null,
  problem text,
  primary key (platform_id, deployment_id)
);
`;

const groups = `
alter table course add column groups_url text, add column group_sets_url text;
create table course_group (
  course_id uuid not null references course on delete cascade,
  group_id text not null,
  institution_id uuid not null references institution,
  name text not null,
  set_name text,
  primary key (course_id, group_id)
);
create table course_group_member (
  course_id uuid not null,
  group_id text not null,
  person_id uuid not null references person on delete cascade,
  institution_id uuid not null references institution,
  primary key (course_id, group_id, person_id),
  foreign key (course_id, group_id) references course_group on delete cascade
);
create index course_group_member_person on course_group_member (course_id, person_id);
`;

// an instructor chooses and filters by groups; copies and notices are for the launch and the jobs
const tenants = `
select isolate_tenant('activity_configuration', 'select, insert');
select isolate_tenant('course_group', 'select');
select isolate_tenant('course_group_member', 'select');
select isolate_tenant('course_origin', '');
select isolate_tenant('platform_notice', '');
select isolate_tenant('notice_order', '');
`;
