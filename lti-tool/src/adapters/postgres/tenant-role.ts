import { errorsOf } from '../../errors.ts';
import { one, type Sql } from '../../ports/sql.ts';
import { postgresErrors } from './postgres-errors.ts';

/** Pages run as this role; row-level security (`migrations/2026-11-25T0010__tenants.ts`) shows it one institution at a time. */
export const TENANT_ROLE = 'cloudclass_tenant';

const fail = errorsOf(postgresErrors);

/**
 * Makes the role and lets the database's user take it, where that has not been done. Roles belong to the whole server, so several
 * databases, and processes that start together, may ask at once.
 * @throws DATABASE_ROLE_MISSING with the statements to run, when the user may not make roles
 */
export async function ensureTenantRole(tx: Sql): Promise<void> {
  const { user } = await one<{ user: string }>(tx, 'select quote_ident(current_user) as user');
  try {
    await tx.query(ENSURE);
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw fail('DATABASE_ROLE_MISSING', { detail: `let an administrator of the database run "create role ${TENANT_ROLE} nologin; grant ${TENANT_ROLE} to ${user}"`, cause: error });
  }
}

/**
 * From PostgreSQL 16 on, whoever made a role administers it but may not take it until it is granted; before, membership was all
 * there was. Another session may make the same role at the same moment.
 */
const ENSURE = `
do $$
begin
  if not exists (select from pg_roles where rolname = '${TENANT_ROLE}') then
    begin
      create role ${TENANT_ROLE} nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(current_user, '${TENANT_ROLE}', case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
    grant ${TENANT_ROLE} to current_user;
  end if;
end $$`;

/** SQLSTATE insufficient_privilege. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
