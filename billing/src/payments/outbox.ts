import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { postJournal } from '../ledger/journal.ts';
import { bigintColumn, currencySchema } from '../money.ts';
import type { Sql } from '../sql.ts';
import { afterFailure } from './delivery.ts';
import { ProviderError, type PaymentProvider, type ProviderDraft, type ProviderInvoice } from './provider.ts';

const requestRow = z.object({ op_key: z.string(), institution_id: z.string(), invoice_id: z.string(), kind: z.enum(['draft', 'finalize']), attempts: z.number() });
type DueRequest = z.infer<typeof requestRow>;

export interface DeliveryContext extends BillingContext {
  readonly provider: PaymentProvider;
  /** What the host calls the parties on an invoice. */
  readonly names: PartyNames;
}

/** Names for the lines that a payer reads. */
export interface PartyNames {
  institution(institutionId: string): Promise<string>;
  /** One line of an invoice in words. */
  line(line: { readonly courseId: string; readonly unitId: string | null; readonly product: string; readonly seconds: bigint }): Promise<string>;
}

/**
 * Sends what is due to the payment provider. A request whose process died on the way is sent again with the same idempotency
 * keys, so it takes effect once.
 * @returns how many requests were tried
 */
export async function deliverPaymentRequests(context: DeliveryContext): Promise<number> {
  let tried = 0;
  for (let request = await claim(context); request !== undefined; request = await claim(context)) {
    tried += 1;
    await deliver(context, request);
  }
  return tried;
}

/** A claim lasts this long: a request that was being sent when its process died is due again afterwards. */
const CLAIM_MILLISECONDS = 30_000;

async function claim({ sql, clock }: BillingContext): Promise<DueRequest | undefined> {
  const now = clock.now();
  const rows = await sql.query(
    `update billing.stripe_outbox set status = 'sending', attempts = attempts + 1, first_sent_at = coalesce(first_sent_at, $1), next_attempt_at = $2
     where op_key = (select op_key from billing.stripe_outbox where status in ('pending', 'sending', 'ambiguous') and next_attempt_at <= $1
                     order by created_at limit 1 for update skip locked)
     returning op_key, institution_id, invoice_id, kind, attempts`,
    [now, new Date(now.getTime() + CLAIM_MILLISECONDS)],
  );
  return z.array(requestRow).parse(rows)[0];
}

async function deliver(context: DeliveryContext, request: DueRequest): Promise<void> {
  try {
    const answer = request.kind === 'draft' ? await sendDraft(context, request) : await sendFinalize(context, request);
    await context.sql.transaction(async (tx) => {
      await applyProviderInvoice(context, tx, request.invoice_id, answer);
      await tx.query(`update billing.stripe_outbox set status = 'confirmed', last_error = null where op_key = $1`, [request.op_key]);
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const next = afterFailure(error.failure, request.attempts, context.clock.now());
    await context.sql.query('update billing.stripe_outbox set status = $2, next_attempt_at = $3, last_error = $4 where op_key = $1', [request.op_key, next.status, next.at, error.message.slice(0, 500)]);
  }
}

async function sendDraft(context: DeliveryContext, request: DueRequest): Promise<ProviderInvoice> {
  const draft = await readDraft(context, request);
  const payerId = await context.provider.ensurePayer(draft.payer);
  await context.sql.query('insert into billing.provider_customer (institution_id, provider_id) values ($1, $2) on conflict (institution_id) do nothing', [request.institution_id, payerId]);
  return context.provider.draftInvoice(draft, payerId);
}

async function sendFinalize({ sql, provider }: DeliveryContext, request: DueRequest): Promise<ProviderInvoice> {
  const [row] = await sql.query<{ provider_id: string | null }>('select provider_id from billing.invoice where id = $1', [request.invoice_id]);
  const draftId = row?.provider_id ?? undefined;
  if (draftId === undefined) throw new ProviderError('throttled', 'the draft is not there yet');
  return provider.finalizeInvoice(draftId, request.invoice_id);
}

const draftHead = z.object({ currency: currencySchema, period_from: z.date(), period_to: z.date(), customer: z.string().nullable() });
const draftLine = z.object({ id: z.string(), course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, amount: bigintColumn });

async function readDraft({ sql, names }: DeliveryContext, request: DueRequest): Promise<ProviderDraft> {
  const [head] = await sql.query(
    `select i.currency, i.period_from, i.period_to, c.provider_id as customer
     from billing.invoice i left join billing.provider_customer c on c.institution_id = i.institution_id where i.id = $1`,
    [request.invoice_id],
  );
  const { currency, period_from: from, period_to: to, customer } = draftHead.parse(head);
  const lines = z.array(draftLine).parse(await sql.query('select id, course_id, unit_id, product_code, seconds, amount from billing.invoice_line where invoice_id = $1 order by amount desc, id', [request.invoice_id]));
  return {
    invoiceId: request.invoice_id,
    payer: { institutionId: request.institution_id, name: await names.institution(request.institution_id), providerId: customer ?? undefined },
    currency,
    from,
    to,
    lines: await Promise.all(lines.map(async (line) => ({
      id: line.id,
      amount: line.amount,
      description: await names.line({ courseId: line.course_id, unitId: line.unit_id, product: line.product_code, seconds: line.seconds }),
    }))),
  };
}

/**
 * Takes over what the provider says of an invoice. An invoice never goes back: a late answer about a draft does not undo
 * a payment that was heard of first. Making it final moves what was used from "unbilled" to "owed".
 */
export async function applyProviderInvoice(context: BillingContext, tx: Sql, invoiceId: string, answer: ProviderInvoice): Promise<void> {
  await tx.query(
    `update billing.invoice set provider_id = $2, provider_total = $3, number = coalesce($4, number), hosted_url = coalesce($5, hosted_url) where id = $1`,
    [invoiceId, answer.id, answer.total.toString(), answer.number, answer.hostedUrl],
  );
  if (answer.status !== 'draft') await openInvoice(context, tx, invoiceId);
}

const openRow = z.object({ institution_id: z.string(), currency: currencySchema, total: bigintColumn, rounding: bigintColumn });

/** Posts an invoice that has become final, once. */
async function openInvoice(context: BillingContext, tx: Sql, invoiceId: string): Promise<void> {
  const rows = await tx.query(
    `update billing.invoice set status = 'open' where id = $1 and status = 'draft' and provider_total = total
     returning institution_id, currency, total, (select coalesce(sum(l.rounding), 0) from billing.invoice_line l where l.invoice_id = $1) as rounding`,
    [invoiceId],
  );
  const [opened] = z.array(openRow).parse(rows);
  if (opened === undefined) return;
  await postJournal(context, tx, {
    institutionId: opened.institution_id,
    opKey: `invoice:${invoiceId}`,
    kind: 'invoice',
    currency: opened.currency,
    entries: [{ account: 'receivable', amount: opened.total }, { account: 'unbilled-usage', amount: opened.rounding - opened.total }, { account: 'rounding', amount: -opened.rounding }],
  });
}
