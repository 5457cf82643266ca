import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T0010__link-members';

/**
 * Who of a course may open an activity, where the platform lists fewer people for it than for the course (NRPS 2.0 section 3.4.3, `rlid`). Most
 * activities are everybody's: they have no rows here, and `for_listed_only` stays false.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table resource_link add column for_listed_only boolean not null default false');
  await sql.query(`
    create table link_member (
      resource_link_id uuid not null references resource_link,
      person_id uuid not null references person,
      institution_id uuid not null references institution,
      primary key (resource_link_id, person_id)
    )`);
  await sql.query(`select isolate_tenant('link_member', 'select')`);
}
