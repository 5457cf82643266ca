import type { Sql } from '../src/ports/sql.ts';

export const name = '2026-11-25T0100__money-indexes';

/** For what is asked every minute of tables that only grow: whether a lab was warned, an invoice's lines, its payments. */
export async function up(sql: Sql): Promise<void> {
  await sql.query(`create index event_outbox_warned on event_outbox (lab_id) where type = 'credit.low'`);
  await sql.query(`create index invoice_line_invoice on billing.invoice_line (invoice_id)`);
  await sql.query(`create index payment_invoice on billing.payment (invoice_id)`);
}
