import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import { invoicesOf } from '../metering/correction.ts';
import { queuePaymentRequest } from '../payments/request.ts';
import { lineOf, type OpenUse } from './lines.ts';
import { invoiceOf, type Invoice } from './invoice.ts';
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

const useRow = z
  .object({
    course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, rated: bigintColumn, currency: currencySchema,
    contract_id: z.string(), discount_basis_points: z.number().int(), price_version_id: z.string(), price_amount: bigintColumn, per_seconds: bigintColumn, rated_ids: z.array(z.string()),
  })
  .transform((row): OpenUse => ({
    courseId: row.course_id,
    unitId: row.unit_id,
    product: row.product_code,
    seconds: row.seconds,
    rated: row.rated,
    currency: row.currency,
    contractId: row.contract_id,
    discountBasisPoints: row.discount_basis_points,
    price: { id: row.price_version_id, amount: row.price_amount, perSeconds: row.per_seconds },
    ratedIds: row.rated_ids,
  }));

/**
 * What was used in a period and is on no invoice, by what makes a line, oldest first, with what it was rated by. A month of a large
 * institution has hundreds of thousands of stretches: the database sums them up, and only their ids come here.
 */
async function openUses(tx: Sql, { institutionId, from, to, currency }: InvoicePeriod): Promise<OpenUse[]> {
  const rows = await tx.query(
    `select u.course_id, u.unit_id, u.product_code, sum(r.seconds)::bigint as seconds, sum(r.amount)::bigint as rated, r.currency, r.contract_id, c.discount_basis_points,
            r.price_version_id, p.amount as price_amount, p.per_seconds, array_agg(r.id::text) as rated_ids
     from billing.usage_standing r
     join billing.usage_raw u on u.id = r.raw_id
     join billing.contract c on c.id = r.contract_id
     join billing.price_version p on p.id = r.price_version_id
     where r.institution_id = $1 and u.starts_at >= $2 and u.starts_at < $3 and ($4::text is null or r.currency = $4)
       and not exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id and a.released_at is null)
     group by u.course_id, u.unit_id, u.product_code, r.currency, r.contract_id, c.discount_basis_points, r.price_version_id, p.amount, p.per_seconds
     order by min(u.starts_at), u.course_id, u.unit_id, u.product_code, r.contract_id, r.price_version_id`,
    [institutionId, from, to, currency ?? null],
  );
  return z.array(useRow).parse(rows);
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
