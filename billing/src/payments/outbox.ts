import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn } from '../money.ts';
import { applyProviderInvoice } from './booking.ts';
import type { Application, BookingContext } from './deletion.ts';
import { afterFailure } from './delivery.ts';
import { draftToSend, type PartyNames } from './draft-snapshot.ts';
import { forgetPayer, payerOfInvoice, payerToSendTo } from './payer.ts';
import { ProviderError, type DeletedDraft, type PaymentProvider, type ProviderFailure, type ProviderInvoice } from './provider.ts';
import type { PaymentRequest } from './request.ts';

const requestRow = z
  .object({ op_key: z.string(), institution_id: z.string(), invoice_id: z.string(), kind: z.enum(['draft', 'finalize']), attempts: z.number() })
  .transform((row): DueRequest => ({ opKey: row.op_key, institutionId: row.institution_id, invoiceId: row.invoice_id, kind: row.kind, attempts: row.attempts }));

interface DueRequest extends PaymentRequest {
  readonly opKey: string;
  /** With this one. */
  readonly attempts: number;
}

export interface DeliveryContext extends BillingContext, BookingContext {
  readonly provider: PaymentProvider;
  /** What the host calls the parties on an invoice. */
  readonly names: PartyNames;
}

/**
 * Sends what is due to the payment provider. A request whose process died on the way is sent again with the same idempotency
 * keys, after looking for what the earlier attempt left, so it takes effect once.
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
                     order by created_at, op_key limit 1 for update skip locked)
     returning op_key, institution_id, invoice_id, kind, attempts`,
    [now, new Date(now.getTime() + CLAIM_MILLISECONDS)],
  );
  return z.array(requestRow).parse(rows)[0];
}

/** What the provider answered; `reconciled` when it had already done it and only the answer was missing. */
interface Answer {
  readonly invoice: ProviderInvoice | DeletedDraft;
  readonly status: 'confirmed' | 'reconciled';
}

async function deliver(context: DeliveryContext, request: DueRequest): Promise<void> {
  try {
    if (await isDeleted(context, request)) return await cancel(context, request);
    const { invoice, status } = request.kind === 'draft' ? await sendDraft(context, request) : await sendFinalize(context, request);
    await context.sql.transaction(async (tx) => {
      const applied = await applyProviderInvoice(context, tx, request.invoiceId, invoice);
      await tx.query('update billing.stripe_outbox set status = $2, next_attempt_at = $3, last_error = null where op_key = $1', [request.opKey, statusAfter(applied, { invoice, status }), context.clock.now()]);
    });
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    const next = afterFailure(failure, request.attempts, context.clock.now());
    // a worker that was slower than its claim has no say any more: another one has taken the request over
    await context.sql.query(
      `update billing.stripe_outbox set status = $2, next_attempt_at = $3, last_error = $4 where op_key = $1 and status = 'sending' and attempts = $5`,
      [request.opKey, next.status, next.at, String(error).slice(0, 500), request.attempts],
    );
  }
}

/** A draft that was made while ours was deleted is left over: the next attempt finds ours deleted, and removes it. */
function statusAfter(applied: Application, { invoice, status }: Answer): Answer['status'] | 'cancelled' | 'ambiguous' {
  if (applied === 'deleted') return 'ambiguous';
  return invoice.status === 'deleted' ? 'cancelled' : status;
}

async function isDeleted({ sql }: DeliveryContext, { invoiceId }: DueRequest): Promise<boolean> {
  return (await sql.query(`select 1 from billing.invoice where id = $1 and status = 'deleted'`, [invoiceId])).length > 0;
}

/** Ends a request about a draft that somebody deleted. An attempt that was under way may have made it again: nobody may make that one final by hand. */
async function cancel(context: DeliveryContext, { opKey, invoiceId, kind }: DueRequest): Promise<void> {
  const payerId = await payerOfInvoice(context, invoiceId);
  const left = payerId === undefined || kind !== 'draft' ? undefined : await context.provider.findDraft(invoiceId, payerId);
  if (left !== undefined) await context.provider.deleteDraft(left.id);
  await context.sql.query(`update billing.stripe_outbox set status = 'cancelled', last_error = null where op_key = $1`, [opKey]);
}

/** What is no failure of the provider is a fault of ours and leaves the claim to run out. */
function failureOf(error: unknown): ProviderFailure | undefined {
  return error instanceof ProviderError ? error.failure : undefined;
}

async function sendDraft(context: DeliveryContext, request: DueRequest): Promise<Answer> {
  const draft = await draftToSend(context.sql, context.names, request);
  const payerId = await payerToSendTo(context, draft.invoiceId, draft.payer);
  try {
    // the provider forgets idempotency keys after a day; what it already has it can always be asked for
    const found = request.attempts > 1 ? await context.provider.findDraft(draft.invoiceId, payerId) : undefined;
    return { invoice: await context.provider.draftInvoice(draft, payerId, found), status: found === undefined ? 'confirmed' : 'reconciled' };
  } catch (error) {
    if (failureOf(error) === 'payer_gone') await forgetPayer(context, draft.invoiceId, payerId);
    throw error;
  }
}

const draftRow = z.object({ provider_id: z.string().nullable(), payer_id: z.string().nullable(), total: bigintColumn });

async function sendFinalize(context: DeliveryContext, { invoiceId }: DueRequest): Promise<Answer> {
  const [row] = await context.sql.query('select provider_id, payer_id, total from billing.invoice where id = $1', [invoiceId]);
  const { provider_id: id, payer_id: payerId, total } = draftRow.parse(row);
  if (id === null || payerId === null) throw new ProviderError('refused', 'there is no draft to make final');
  return { invoice: await context.provider.finalizeInvoice({ id, payerId }, { invoiceId, total }), status: 'confirmed' };
}
