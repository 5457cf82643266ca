import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import type { Currency } from '../money.ts';
import { invoicesOf } from '../metering/correction.ts';
import { queuePaymentRequest } from '../payments/request.ts';
import { invoiceOf, type Invoice } from './invoice.ts';
import { lineOf, type OpenUse } from './lines.ts';
import { openUses } from './open-uses.ts';
import type { Sql } from '../sql.ts';

export interface InvoicePeriod {
  readonly institutionId: string;
  readonly from: Date;
  readonly to: Date;
  /** Only what was used in it; left out, what was used first decides. */
  readonly currency?: Currency;
  /** Names the act: drafting it twice is drafting it once. Left out, every call drafts what is open then. */
  readonly opKey?: string;
}

/**
 * Drafts an institution's invoice from what was used in a period and is on no invoice yet, and queues the payment provider's draft,
 * in one transaction. A use is on one invoice at most: the database refuses a second.
 * An invoice is in one currency: where a new contract brought another, the older one comes first and the next draft takes the rest.
 * @throws PERIOD_INVALID, INVOICE_EMPTY, OPERATION_KEY_REUSED
 */
export async function draftInvoice(context: BillingContext, period: InvoicePeriod): Promise<Invoice & { readonly repeated: boolean }> {
  if (period.to <= period.from) throw new BillingError('PERIOD_INVALID');
  return context.sql.transaction(async (tx) => {
    // two managers who press at the same moment take turns; the second finds nothing left
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [invoicesOf(period.institutionId)]);
    const earlier = await earlierDraft(tx, period);
    const id = earlier ?? (await newDraft(context, tx, period));
    return { ...(await invoiceOf({ sql: tx }, period.institutionId, id)), repeated: earlier !== undefined };
  });
}

async function earlierDraft(tx: Sql, { opKey, institutionId, from, to }: InvoicePeriod): Promise<string | undefined> {
  if (opKey === undefined) return undefined;
  const [earlier] = await tx.query<{ id: string; same: boolean }>(
    'select id, institution_id = $2 and period_from = $3 and period_to = $4 as same from billing.invoice where op_key = $1',
    [opKey, institutionId, from, to],
  );
  if (earlier?.same === false) throw new BillingError('OPERATION_KEY_REUSED', { detail: opKey });
  return earlier?.id;
}

async function newDraft(context: BillingContext, tx: Sql, period: InvoicePeriod): Promise<string> {
  const open = await openUses(tx, period);
  const [oldest] = open;
  if (oldest === undefined) throw new BillingError('INVOICE_EMPTY');
  const { currency } = oldest;
  const id = context.ids.next();
  await insertInvoice(context, tx, { id, period, currency, uses: open.filter((use) => use.currency === currency) });
  await queuePaymentRequest(context, tx, { institutionId: period.institutionId, invoiceId: id, kind: 'draft' });
  return id;
}

interface NewInvoice {
  readonly id: string;
  readonly period: InvoicePeriod;
  readonly currency: Currency;
  readonly uses: readonly OpenUse[];
}

async function insertInvoice({ clock, ids }: BillingContext, tx: Sql, { id, period, currency, uses }: NewInvoice): Promise<void> {
  const lines = uses.map(lineOf);
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  await tx.query(
    `insert into billing.invoice (id, institution_id, op_key, currency, period_from, period_to, total, status, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8)`,
    [id, period.institutionId, period.opKey ?? `invoice:${id}`, currency, period.from, period.to, total.toString(), clock.now()],
  );
  for (const line of lines) {
    const lineId = ids.next();
    await tx.query(
      `insert into billing.invoice_line (id, institution_id, invoice_id, course_id, unit_id, product_code, price_version_id, contract_id, seconds, amount, rounding)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [lineId, period.institutionId, id, line.courseId, line.unitId, line.product, line.price.id, line.contractId, line.seconds.toString(), line.amount.toString(), line.rounding.toString()],
    );
    await tx.query('insert into billing.invoice_line_usage (rated_id, line_id) select unnest($1::uuid[]), $2', [line.ratedIds, lineId]);
  }
}
