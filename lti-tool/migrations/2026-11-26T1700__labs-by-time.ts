import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T1700__labs-by-time';

/** Courses with labs of the last weeks are looked for every few seconds; the labs of past years stand in the same table. */
export async function up(sql: Sql): Promise<void> {
  await sql.query('create index lab_requested on lab (requested_at)');
}
