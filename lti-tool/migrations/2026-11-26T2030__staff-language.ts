import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T2030__staff-language';

/**
 * The language that somebody of the staff chose on a page. They are no person of a platform: the identity provider names them at every
 * sign-in, and until now what it said took their choice away. A manager's row is the institution's, other staff's is no institution's.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`
create table staff_language (
  institution_id uuid references institution,
  issuer text not null,
  subject text not null,
  language text not null check (language in ('ko', 'en')),
  unique nulls not distinct (issuer, subject, institution_id)
)`);
  await sql.query(`select isolate_tenant('staff_language', 'select, insert, update')`);
}
