import type { Sql } from '../src/sql.ts';

export const name = '2026-11-27T0010__withdrawn-contracts';

/**
 * A contract that is withdrawn before it begins never holds. It stays as a row, so that the key it was set up under names it for ever: a page
 * that sends its terms once more must not bring it back.
 */
export async function up(sql: Sql): Promise<void> {
  await sql.query('alter table billing.contract add column withdrawn_at timestamptz');
  await sql.query('alter table billing.contract add constraint contract_withdrawn_before_it_began check (withdrawn_at < starts_at)');
}
