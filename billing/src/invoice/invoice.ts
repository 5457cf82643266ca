import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema } from '../money.ts';
import type { Sql } from '../sql.ts';

const lineRow = z
  .object({ id: z.string(), course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, amount: bigintColumn })
  .transform((row) => ({ id: row.id, courseId: row.course_id, unitId: row.unit_id, product: row.product_code, seconds: row.seconds, amount: row.amount }));
export type InvoiceLine = z.infer<typeof lineRow>;

const adjustmentRow = z
  .object({ provider_ref: z.string(), kind: z.enum(['refund', 'credit_note']), status: z.enum(['pending', 'done', 'undone']), amount: bigintColumn, made_at: z.date() })
  .transform((row) => ({ id: row.provider_ref, kind: row.kind, state: row.status, amount: row.amount, at: row.made_at }));

/** A refund or a credit note of an invoice. `pending`: nothing has moved yet. `undone`: it failed or was taken back, and counts for nothing. */
export type InvoiceAdjustment = z.infer<typeof adjustmentRow>;

const invoiceRow = z
  .object({
    id: z.string(),
    institution_id: z.string(),
    currency: currencySchema,
    period_from: z.date(),
    period_to: z.date(),
    total: bigintColumn,
    status: z.enum(['draft', 'deleted', 'open', 'part_paid', 'paid', 'void', 'uncollectible']),
    provider_id: z.string().nullable(),
    provider_total: bigintColumn.nullable(),
    number: z.string().nullable(),
    hosted_url: z.string().nullable(),
    paid: bigintColumn,
    refunded: bigintColumn,
    created_at: z.date(),
    pending: z.boolean(),
    refused: z.boolean(),
  })
  .transform((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    currency: row.currency,
    from: row.period_from,
    to: row.period_to,
    total: row.total,
    status: row.status,
    providerId: row.provider_id,
    providerTotal: row.provider_total,
    number: row.number,
    hostedUrl: row.hosted_url,
    paid: row.paid,
    /** Paid back of it. */
    refunded: row.refunded,
    createdAt: row.created_at,
    /** A request to the payment provider is under way. */
    pending: row.pending,
    /** The payment provider refused the last request: nothing happens until somebody asks again. */
    refused: row.refused,
  }));
type InvoiceHead = z.infer<typeof invoiceRow>;

/** An invoice with its lines and what was given back of it. */
export interface Invoice extends InvoiceHead {
  readonly lines: readonly InvoiceLine[];
  /** What was given back of it, the newest first. */
  readonly adjustments: readonly InvoiceAdjustment[];
}

const HEAD = `
  select i.*, exists (select 1 from billing.stripe_outbox o where o.invoice_id = i.id and o.status in ('pending', 'sending', 'ambiguous')) and i.status <> 'deleted' as pending,
    i.status = 'draft' and exists (select 1 from billing.stripe_outbox o where o.invoice_id = i.id and o.status = 'dead') as refused
  from billing.invoice i`;

/** An invoice without its lines. @throws INVOICE_UNKNOWN */
export async function readHead(sql: Sql, institutionId: string, id: string): Promise<InvoiceHead> {
  const rows = z.array(invoiceRow).parse(await sql.query(`${HEAD} where i.institution_id = $1 and i.id = $2`, [institutionId, id]));
  const [invoice] = rows;
  if (invoice === undefined) throw new BillingError('INVOICE_UNKNOWN', { detail: id });
  return invoice;
}

/** One invoice. @throws INVOICE_UNKNOWN */
export async function invoiceOf({ sql }: Pick<BillingContext, 'sql'>, institutionId: string, id: string): Promise<Invoice> {
  const head = await readHead(sql, institutionId, id);
  return { ...head, lines: (await linesByInvoice(sql, [id])).get(id) ?? [], adjustments: (await adjustmentsByInvoice(sql, [id])).get(id) ?? [] };
}

/** An institution's invoices, newest first. */
export async function listInvoices({ sql }: Pick<BillingContext, 'sql'>, institutionId: string): Promise<Invoice[]> {
  return withParts(sql, z.array(invoiceRow).parse(await sql.query(`${HEAD} where i.institution_id = $1 order by i.created_at desc, i.id limit 100`, [institutionId])));
}

/** `owed`: final, and not paid whole. */
export type InvoiceStanding = 'all' | 'owed' | 'paid';

export interface InvoiceSearch {
  readonly standing: InvoiceStanding;
  /** Null: of every institution. */
  readonly institutionId: string | null;
  /** The id of the last invoice of the page before; null for the first page. */
  readonly after: string | null;
}

const STATUSES: Readonly<Record<InvoiceStanding, readonly InvoiceHead['status'][]>> = {
  all: ['draft', 'deleted', 'open', 'part_paid', 'paid', 'void', 'uncollectible'],
  owed: ['open', 'part_paid', 'uncollectible'],
  paid: ['paid'],
};

/** Invoices of every institution, newest first, fifty at a time: for those who sell to them. */
export async function searchInvoices({ sql }: Pick<BillingContext, 'sql'>, { standing, institutionId, after }: InvoiceSearch): Promise<Invoice[]> {
  const rows = await sql.query(
    `${HEAD} where i.status = any ($1) and ($2::uuid is null or i.institution_id = $2)
       and ($3::uuid is null or (i.created_at, i.id) < (select last.created_at, last.id from billing.invoice last where last.id = $3))
     order by i.created_at desc, i.id desc limit 50`,
    [STATUSES[standing], institutionId, after],
  );
  return withParts(sql, z.array(invoiceRow).parse(rows));
}

async function withParts(sql: Sql, heads: readonly InvoiceHead[]): Promise<Invoice[]> {
  const ids = heads.map((head) => head.id);
  const [lines, adjustments] = [await linesByInvoice(sql, ids), await adjustmentsByInvoice(sql, ids)];
  return heads.map((head) => ({ ...head, lines: lines.get(head.id) ?? [], adjustments: adjustments.get(head.id) ?? [] }));
}

async function linesByInvoice(sql: Sql, ids: readonly string[]): Promise<Map<string, InvoiceLine[]>> {
  const rows = await sql.query<{ invoice_id: string }>('select invoice_id, id, course_id, unit_id, product_code, seconds, amount from billing.invoice_line where invoice_id = any($1::uuid[]) order by amount desc, id', [ids]);
  const lines = new Map<string, InvoiceLine[]>(ids.map((id) => [id, []]));
  for (const row of rows) lines.get(row.invoice_id)?.push(lineRow.parse(row));
  return lines;
}

async function adjustmentsByInvoice(sql: Sql, ids: readonly string[]): Promise<Map<string, InvoiceAdjustment[]>> {
  const rows = await sql.query<{ invoice_id: string }>('select * from billing.invoice_adjustment where invoice_id = any($1::uuid[]) order by made_at desc, provider_ref', [ids]);
  const adjustments = new Map<string, InvoiceAdjustment[]>(ids.map((id) => [id, []]));
  for (const row of rows) adjustments.get(row.invoice_id)?.push(adjustmentRow.parse(row));
  return adjustments;
}
