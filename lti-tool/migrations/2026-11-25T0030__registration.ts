import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-25T0030__registration';

/** Invites to register an LMS (LTI Dynamic Registration 1.0), and what the last look at a platform's services found. */
export async function up(sql: Sql): Promise<void> {
  for (const statement of [deployments, invites, checks, tenants]) await sql.query(statement);
}

const deployments = `
-- registered without a deployment: its client id is this institution's alone, so the deployments of its launches are too
alter table platform add column takes_deployments boolean not null default false;
`;

const invites = `
create table registration_invite (
  id uuid primary key,
  institution_id uuid not null references institution,
  -- the link's secret is in nobody's hands but the administrator's: here is its SHA-256
  token_hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  state jsonb not null,
  status text generated always as (state->>'status') stored,
  -- the last attempt that left nothing at the LMS; the link stays open
  last_problem jsonb,
  check (status in ('open', 'registering', 'registered', 'refused', 'revoked'))
);
create index registration_invite_newest on registration_invite (created_at desc);
`;

const checks = `
create table platform_check (
  platform_id uuid primary key references platform on delete cascade,
  institution_id uuid not null references institution,
  checked_at timestamptz not null,
  items jsonb not null
);
`;

// invites and checks are the operator's: no page of an institution reads them
const tenants = `
select isolate_tenant('registration_invite', '');
select isolate_tenant('platform_check', '');
`;
