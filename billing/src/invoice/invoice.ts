import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { contractInForce } from '../contract/contract.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import { queuePaymentRequest } from '../payments/outbox.ts';
import type { Sql } from '../sql.ts';

export type InvoiceStatus = 'draft' | 'open' | 'part_paid' | 'paid' | 'void' | 'uncollectible';

const lineRow = z
  .object({ id: z.string(), course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, amount: bigintColumn })
  .transform((row) => ({ id: row.id, courseId: row.course_id, unitId: row.unit_id, product: row.product_code, seconds: row.seconds, amount: row.amount }));
export type InvoiceLine = z.infer<typeof lineRow>;

const invoiceRow = z
  .object({
    id: z.string(),
    institution_id: z.string(),
    currency: currencySchema,
    period_from: z.date(),
    period_to: z.date(),
    total: bigintColumn,
    status: z.enum(['draft', 'open', 'part_paid', 'paid', 'void', 'uncollectible']),
    provider_id: z.string().nullable(),
    provider_total: bigintColumn.nullable(),
    number: z.string().nullable(),
    hosted_url: z.string().nullable(),
    paid: bigintColumn,
    created_at: z.date(),
    pending: z.boolean(),
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
    createdAt: row.created_at,
    /** A request to the payment provider is under way. */
    pending: row.pending,
  }));
type InvoiceHead = z.infer<typeof invoiceRow>;

/** An invoice with its lines. */
export interface Invoice extends InvoiceHead {
  readonly lines: readonly InvoiceLine[];
}

const HEAD = `
  select i.*, exists (select 1 from billing.stripe_outbox o where o.invoice_id = i.id and o.status in ('pending', 'sending', 'ambiguous')) as pending
  from billing.invoice i`;

export interface InvoicePeriod {
  readonly institutionId: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Drafts an institution's invoice from what was used in a period and is on no invoice yet, and queues the payment provider's draft,
 * in one transaction. A use is on one invoice at most: the database refuses a second.
 * @throws PERIOD_INVALID, CONTRACT_MISSING, INVOICE_EMPTY
 */
export async function draftInvoice(context: BillingContext, period: InvoicePeriod): Promise<Invoice> {
  if (period.to <= period.from) throw new BillingError('PERIOD_INVALID');
  const id = context.ids.next();
  await context.sql.transaction(async (tx) => {
    // two managers who press at the same moment take turns; the second finds nothing left
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`invoice:${period.institutionId}`]);
    const contract = await contractInForce(tx, period.institutionId, context.clock.now());
    const uses = await openUses(tx, period, contract.currency);
    if (uses.length === 0) throw new BillingError('INVOICE_EMPTY');
    await insertInvoice(context, tx, { id, period, currency: contract.currency, uses });
    await queuePaymentRequest(context, tx, { institutionId: period.institutionId, invoiceId: id, kind: 'draft' });
  });
  return invoiceOf(context, period.institutionId, id);
}

const useRow = z.object({ id: z.string(), course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, amount: bigintColumn });
type OpenUse = z.infer<typeof useRow>;

async function openUses(tx: Sql, period: InvoicePeriod, currency: Currency): Promise<OpenUse[]> {
  const rows = await tx.query(
    `select r.id, u.course_id, u.unit_id, u.product_code, r.seconds, r.amount
     from billing.usage_rated r join billing.usage_raw u on u.id = r.raw_id
     where r.institution_id = $1 and u.starts_at >= $2 and u.starts_at < $3 and r.currency = $4
       and not exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id)`,
    [period.institutionId, period.from, period.to, currency],
  );
  return z.array(useRow).parse(rows);
}

/** One line per course, unit and product. */
export function linesOf(uses: readonly OpenUse[]): { readonly uses: readonly OpenUse[]; readonly seconds: bigint; readonly amount: bigint }[] {
  const groups = new Map<string, OpenUse[]>();
  for (const use of uses) {
    const key = JSON.stringify([use.course_id, use.unit_id, use.product_code]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => ({
    uses: group,
    seconds: group.reduce((sum, use) => sum + use.seconds, 0n),
    amount: group.reduce((sum, use) => sum + use.amount, 0n),
  }));
}

async function insertInvoice({ clock, ids }: BillingContext, tx: Sql, { id, period, currency, uses }: { id: string; period: InvoicePeriod; currency: Currency; uses: readonly OpenUse[] }): Promise<void> {
  const lines = linesOf(uses);
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  await tx.query(
    `insert into billing.invoice (id, institution_id, op_key, currency, period_from, period_to, total, status, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8)`,
    [id, period.institutionId, `invoice:${id}`, currency, period.from, period.to, total.toString(), clock.now()],
  );
  for (const line of lines) {
    const [first] = line.uses;
    if (first === undefined) continue;
    const lineId = ids.next();
    await tx.query(
      'insert into billing.invoice_line (id, invoice_id, course_id, unit_id, product_code, seconds, amount) values ($1, $2, $3, $4, $5, $6, $7)',
      [lineId, id, first.course_id, first.unit_id, first.product_code, line.seconds.toString(), line.amount.toString()],
    );
    await tx.query('insert into billing.invoice_line_usage (rated_id, line_id) select unnest($1::uuid[]), $2', [line.uses.map((use) => use.id), lineId]);
  }
}

/**
 * Asks the payment provider to make a draft final. It becomes final only if the provider's total equals ours.
 * @throws INVOICE_UNKNOWN, INVOICE_NOT_READY, INVOICE_TOTAL_DIFFERS
 */
export async function finalizeInvoice(context: BillingContext, institutionId: string, id: string): Promise<Invoice> {
  await context.sql.transaction(async (tx) => {
    await tx.query('select 1 from billing.invoice where id = $1 and institution_id = $2 for update', [id, institutionId]);
    const invoice = await readHead(tx, institutionId, id);
    if (invoice.status !== 'draft') return;
    if (invoice.providerTotal === null) throw new BillingError('INVOICE_NOT_READY');
    if (invoice.providerTotal !== invoice.total) throw new BillingError('INVOICE_TOTAL_DIFFERS', { detail: `${invoice.providerTotal} there, ${invoice.total} here` });
    await queuePaymentRequest(context, tx, { institutionId, invoiceId: id, kind: 'finalize' });
  });
  return invoiceOf(context, institutionId, id);
}

async function readHead(sql: Sql, institutionId: string, id: string): Promise<InvoiceHead> {
  const rows = z.array(invoiceRow).parse(await sql.query(`${HEAD} where i.institution_id = $1 and i.id = $2`, [institutionId, id]));
  const [invoice] = rows;
  if (invoice === undefined) throw new BillingError('INVOICE_UNKNOWN', { detail: id });
  return invoice;
}

/** One invoice. @throws INVOICE_UNKNOWN */
export async function invoiceOf({ sql }: Pick<BillingContext, 'sql'>, institutionId: string, id: string): Promise<Invoice> {
  const head = await readHead(sql, institutionId, id);
  return { ...head, lines: (await linesByInvoice(sql, [id])).get(id) ?? [] };
}

/** An institution's invoices, newest first. */
export async function listInvoices({ sql }: Pick<BillingContext, 'sql'>, institutionId: string): Promise<Invoice[]> {
  const heads = z.array(invoiceRow).parse(await sql.query(`${HEAD} where i.institution_id = $1 order by i.created_at desc, i.id limit 100`, [institutionId]));
  const lines = await linesByInvoice(sql, heads.map((head) => head.id));
  return heads.map((head) => ({ ...head, lines: lines.get(head.id) ?? [] }));
}

async function linesByInvoice(sql: Sql, ids: readonly string[]): Promise<Map<string, InvoiceLine[]>> {
  const rows = await sql.query<{ invoice_id: string }>('select invoice_id, id, course_id, unit_id, product_code, seconds, amount from billing.invoice_line where invoice_id = any($1::uuid[]) order by amount desc, id', [ids]);
  const lines = new Map<string, InvoiceLine[]>(ids.map((id) => [id, []]));
  for (const row of rows) lines.get(row.invoice_id)?.push(lineRow.parse(row));
  return lines;
}
