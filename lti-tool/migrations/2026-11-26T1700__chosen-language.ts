import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-26T1700__chosen-language';

/**
 * The language a person chose on a page, beside the one their platform says at every launch: what they chose stays. Until now the
 * two stood in one column and the next launch took the choice away, so which of the two an older row holds is not known.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`alter table person add column chosen_language text check (chosen_language in ('ko', 'en'))`);
}
