import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bigintColumn, currencySchema } from '../money.ts';
import type { Sql } from '../sql.ts';
import { ProviderError, type ProviderDraft } from './provider.ts';

/** Names for the lines that a payer reads. */
export interface PartyNames {
  institution(institutionId: string): Promise<string>;
  /** One line of an invoice in words. */
  line(line: { readonly courseId: string; readonly unitId: string | null; readonly product: string; readonly seconds: bigint }): Promise<string>;
}

interface Subject {
  readonly opKey: string;
  readonly institutionId: string;
  readonly invoiceId: string;
}

const draftSchema = z.object({
  invoiceId: z.string(),
  payer: z.object({ institutionId: z.string(), name: z.string() }),
  currency: currencySchema,
  lines: z.array(z.object({ id: z.string(), description: z.string(), amount: bigintColumn })),
});

const storedRow = z.object({ request: z.string().nullable(), request_hash: z.string().nullable() });

/**
 * What is sent to draft an invoice. The first attempt writes it down and every later one sends exactly that: a course that is
 * renamed meanwhile must not make another body of the same idempotency key.
 * @throws ProviderError when what was written down is not what its hash says
 */
export async function draftToSend(sql: Sql, names: PartyNames, subject: Subject): Promise<ProviderDraft> {
  const earlier = await readStored(sql, subject.opKey);
  if (earlier !== undefined) return earlier;
  const text = JSON.stringify(await composeDraft(sql, names, subject), (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  await sql.query('update billing.stripe_outbox set request = $2, request_hash = $3 where op_key = $1 and request is null', [subject.opKey, text, hashOf(text)]);
  // another process may have been first: what is stored counts
  const stored = await readStored(sql, subject.opKey);
  if (stored === undefined) throw new ProviderError('refused', `the request ${subject.opKey} is gone`);
  return stored;
}

async function readStored(sql: Sql, opKey: string): Promise<ProviderDraft | undefined> {
  const [row] = z.array(storedRow).parse(await sql.query('select request, request_hash from billing.stripe_outbox where op_key = $1', [opKey]));
  if (row === undefined || row.request === null) return undefined;
  if (hashOf(row.request) !== row.request_hash) throw new ProviderError('refused', `the request ${opKey} is not the one that was first sent`);
  return draftSchema.parse(JSON.parse(row.request));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const lineRow = z.object({ id: z.string(), course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, amount: bigintColumn });

async function composeDraft(sql: Sql, names: PartyNames, { institutionId, invoiceId }: Subject): Promise<ProviderDraft> {
  const [head] = await sql.query('select currency from billing.invoice where id = $1', [invoiceId]);
  const { currency } = z.object({ currency: currencySchema }).parse(head);
  const rows = await sql.query('select id, course_id, unit_id, product_code, seconds, amount from billing.invoice_line where invoice_id = $1 order by amount desc, id', [invoiceId]);
  const lines = await Promise.all(z.array(lineRow).parse(rows).map(async (line) => ({
    id: line.id,
    amount: line.amount,
    description: await names.line({ courseId: line.course_id, unitId: line.unit_id, product: line.product_code, seconds: line.seconds }),
  })));
  return { invoiceId, payer: { institutionId, name: await names.institution(institutionId) }, currency, lines };
}
