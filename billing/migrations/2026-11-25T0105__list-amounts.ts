import type { Sql } from '../src/sql.ts';

export const name = '2026-11-25T0105__list-amounts';

/**
 * A stretch costs the rounded total after it less the rounded total before it, at list price and after the discount. The two round at
 * different seconds, so a stretch may cost a unit more than its list price, although the whole lab never does: the database must not
 * refuse it.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.usage_rated drop constraint usage_rated_check');
  await sql.query('alter table billing.usage_rated add constraint usage_rated_amount_check check (amount >= 0)');
}
