import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-27T0120__isolate-adjustments';

/** A manager reads what was given back of an invoice; only what comes from the payment provider writes it. */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`select isolate_tenant('billing.invoice_adjustment', 'select')`);
}
