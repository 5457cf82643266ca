import { Stripe } from 'stripe';
import { z } from 'zod';
import type { BillingContext } from '../../context.ts';
import { BillingError } from '../../errors.ts';
import { postJournal } from '../../ledger/journal.ts';
import { bigintColumn, currencySchema } from '../../money.ts';
import type { Sql } from '../../sql.ts';
import { applyProviderInvoice } from '../outbox.ts';
import { toProviderInvoice } from './stripe-provider.ts';

export interface WebhookOptions {
  readonly webhookSecret: string;
  /** Whether live events are expected; a test event on a live endpoint is refused, and the other way round. */
  readonly live: boolean;
}

const TOLERANCE_SECONDS = 300;

/** Whether the event changed anything. */
export type WebhookOutcome = 'processed' | 'repeated' | 'ignored';

/**
 * Takes a webhook: verifies the raw body, then changes the invoice and the ledger and marks the event done in one transaction.
 * An event that comes twice, or two at once, takes effect once; types we do not know are ignored.
 * @param rawBody the bytes as they came: parsing and writing them again would break the signature
 * @throws WEBHOOK_SIGNATURE_INVALID, WEBHOOK_TIME_INVALID, WEBHOOK_MODE_INVALID
 */
export async function receiveStripeEvent(context: BillingContext, options: WebhookOptions, delivery: { readonly rawBody: Buffer; readonly signature: string | undefined }): Promise<WebhookOutcome> {
  const event = verified(options, delivery, context.clock.now());
  if (event.livemode !== options.live) throw new BillingError('WEBHOOK_MODE_INVALID', { detail: event.id });
  return context.sql.transaction(async (tx) => {
    const [first] = await tx.query('insert into billing.stripe_inbox (event_id, type, received_at) values ($1, $2, $3) on conflict do nothing returning 1', [event.id, event.type, context.clock.now()]);
    if (first === undefined) return 'repeated';
    return apply(context, tx, event);
  });
}

/** The SDK checks that an event is not too old; one signed ahead of time it lets pass, so that is checked here. */
function verified({ webhookSecret }: WebhookOptions, { rawBody, signature }: { rawBody: Buffer; signature: string | undefined }, now: Date): Stripe.Event {
  const seconds = Number(/(?:^|,)t=(\d+)/.exec(signature ?? '')?.[1]);
  const nowSeconds = Math.floor(now.getTime() / 1000);
  try {
    const event = Stripe.webhooks.constructEvent(rawBody, signature ?? '', webhookSecret, Number.MAX_SAFE_INTEGER, undefined, nowSeconds);
    if (Math.abs(seconds - nowSeconds) > TOLERANCE_SECONDS) throw new BillingError('WEBHOOK_TIME_INVALID', { detail: `signed at ${seconds}, received at ${nowSeconds}` });
    return event;
  } catch (error) {
    throw error instanceof BillingError ? error : new BillingError('WEBHOOK_SIGNATURE_INVALID', { cause: error });
  }
}

async function apply(context: BillingContext, tx: Sql, event: Stripe.Event): Promise<WebhookOutcome> {
  switch (event.type) {
    case 'invoice.finalized':
    case 'invoice.paid': {
      const invoice = event.data.object;
      const invoiceId = z.uuid().safeParse(invoice.metadata?.invoice_id);
      // an invoice without our id was made by hand in the dashboard: not ours to book
      if (!invoiceId.success || !(await isOurs(tx, invoiceId.data))) return 'ignored';
      await applyProviderInvoice(context, tx, invoiceId.data, toProviderInvoice(invoice));
      if (event.type === 'invoice.paid') await bookPayment(context, tx, { invoiceId: invoiceId.data, providerRef: invoice.id, paid: BigInt(invoice.amount_paid) });
      return 'processed';
    }
    default:
      return 'ignored';
  }
}

async function isOurs(tx: Sql, invoiceId: string): Promise<boolean> {
  return (await tx.query('select 1 from billing.invoice where id = $1 for update', [invoiceId])).length > 0;
}

const invoiceRow = z.object({ institution_id: z.string(), currency: currencySchema, total: bigintColumn, status: z.string() });

/** Books the money that came in, once per provider invoice; the invoice is open by now because a paid one was made final. */
async function bookPayment(context: BillingContext, tx: Sql, payment: { readonly invoiceId: string; readonly providerRef: string; readonly paid: bigint }): Promise<void> {
  const [row] = await tx.query('select institution_id, currency, total, status from billing.invoice where id = $1', [payment.invoiceId]);
  const invoice = invoiceRow.parse(row);
  if (invoice.status !== 'open' && invoice.status !== 'part_paid') return;
  const [booked] = await tx.query(
    'insert into billing.payment (provider_ref, invoice_id, institution_id, amount, currency, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1',
    [payment.providerRef, payment.invoiceId, invoice.institution_id, payment.paid.toString(), invoice.currency, context.clock.now()],
  );
  if (booked === undefined) return;
  await tx.query(`update billing.invoice set paid = $2, status = case when $2 >= total then 'paid' else 'part_paid' end where id = $1`, [payment.invoiceId, payment.paid.toString()]);
  await postJournal(context, tx, {
    institutionId: invoice.institution_id,
    opKey: `payment:${payment.providerRef}`,
    kind: 'payment',
    currency: invoice.currency,
    entries: [{ account: 'cash', amount: payment.paid }, { account: 'receivable', amount: -payment.paid }],
  });
}
