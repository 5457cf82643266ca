import { Stripe } from 'stripe';
import { z } from 'zod';
import type { BillingContext } from '../../context.ts';
import { BillingError } from '../../errors.ts';
import type { Sql } from '../../sql.ts';
import { applyProviderInvoice } from '../booking.ts';
import type { Application, BookingContext } from '../deletion.ts';
import { askForLook } from '../look-at-adjustments.ts';
import type { DeletedDraft, ProviderInvoice } from '../provider.ts';
import { providerInvoice } from './stripe-invoice.ts';

export interface WebhookOptions {
  readonly webhookSecret: string;
  /** Whether live events are expected; a test event on a live endpoint is refused, and the other way round. */
  readonly live: boolean;
}

export interface WebhookDelivery {
  /** The bytes as they came: parsing and writing them again would break the signature. */
  readonly rawBody: Buffer;
  /** The header `stripe-signature`. */
  readonly signature: string | undefined;
}

const TOLERANCE_SECONDS = 300;

/** Whether the event changed anything. */
export type WebhookOutcome = 'processed' | 'repeated' | 'ignored';

/** What we read of an event; a thin event has no `data.object`, and another `object`. */
const eventSchema = z.object({ id: z.string(), object: z.string(), type: z.string(), livemode: z.boolean(), data: z.object({ object: z.unknown() }).optional() });
type Event = z.infer<typeof eventSchema>;

/** The events after which an invoice is not what it was. Drafts are told apart by their status: half made, they are not news. */
const INVOICE_EVENTS: ReadonlySet<string> = new Set([
  'invoice.finalized',
  'invoice.updated',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.overpaid',
  'invoice.voided',
  'invoice.marked_uncollectible',
]);

/**
 * Takes a webhook: verifies the raw body, then changes the invoice and the ledger and marks the event done in one transaction.
 * An event that comes twice, or two at once, takes effect once; types we do not know are ignored, thin events too.
 * One that differs from our books is kept for a person: refusing it would let Stripe close the endpoint for all others.
 * @throws WEBHOOK_SIGNATURE_INVALID, WEBHOOK_TIME_INVALID, WEBHOOK_MODE_INVALID
 */
export async function receiveStripeEvent(context: BillingContext & BookingContext, options: WebhookOptions, delivery: WebhookDelivery): Promise<WebhookOutcome> {
  const event = verified(options, delivery, context.clock.now());
  if (event.livemode !== options.live) throw new BillingError('WEBHOOK_MODE_INVALID', { detail: event.id });
  return context.sql.transaction(async (tx) => {
    const [first] = await tx.query('insert into billing.stripe_inbox (event_id, type, received_at) values ($1, $2, $3) on conflict do nothing returning 1', [event.id, event.type, context.clock.now()]);
    if (first === undefined) return 'repeated';
    if (ADJUSTMENT_EVENTS.has(event.type)) return (await isOfPayer(context, tx, event)) ? 'processed' : 'ignored';
    const news = newsOf(event);
    const applied = news && (await applyProviderInvoice(context, tx, news.invoiceId, news.invoice));
    const concern = (news && contradiction(event, news, applied)) ?? (await concernOf(tx, event, applied));
    if (concern !== undefined) await tx.query('update billing.stripe_inbox set concern = $2 where event_id = $1', [event.id, concern]);
    return applied === 'applied' ? 'processed' : 'ignored';
  });
}

/**
 * The SDK checks that an event is not too old, by the machine's clock; one that is signed ahead of time it lets pass. So the
 * signature is its business and the time ours.
 * @see https://docs.stripe.com/webhooks/signature
 */
function verified({ webhookSecret }: WebhookOptions, { rawBody, signature = '' }: WebhookDelivery, now: Date): Event {
  try {
    const verifier = Stripe.webhooks.signature;
    if (verifier === null) throw new Error('the SDK brings no signatures');
    verifier.verifyHeader(rawBody, signature, webhookSecret, WITHOUT_AGE);
  } catch (cause) {
    throw new BillingError('WEBHOOK_SIGNATURE_INVALID', { cause });
  }
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]);
  const skew = Math.abs(signedAt - now.getTime() / 1000);
  if (!(skew <= TOLERANCE_SECONDS)) throw new BillingError('WEBHOOK_TIME_INVALID', { detail: `signed at ${signedAt}, ${skew} s off` });
  return eventSchema.parse(JSON.parse(rawBody.toString('utf8')));
}

/** Tells the SDK not to compare times. */
const WITHOUT_AGE = 0;

/**
 * The events after which something was given back, or is so no more. A refund names no invoice, and what an event carries is what it was: the invoices of
 * its customer are looked at.
 * @see https://docs.stripe.com/api/refunds
 * @see https://docs.stripe.com/changelog/acacia/2024-10-28/refund-webhook-update
 */
const ADJUSTMENT_EVENTS: ReadonlySet<string> = new Set([
  'charge.refunded', 'charge.refund.updated', 'refund.created', 'refund.updated', 'refund.failed', 'credit_note.created', 'credit_note.updated', 'credit_note.voided',
]);

/** Asks for a look at the invoices of an event's customer. One that names none is made up for by the daily look. */
async function isOfPayer({ clock }: BillingContext, tx: Sql, event: Event): Promise<boolean> {
  const customer = concernSchema.safeParse(event.data?.object).data?.customer;
  return customer !== undefined && customer !== null && (await askForLook(tx, customer, clock.now())) > 0;
}

/** What an event says of one of our invoices. */
interface News {
  readonly invoiceId: string;
  readonly invoice: ProviderInvoice | DeletedDraft;
}

const oursSchema = z.object({ id: z.string(), metadata: z.object({ invoice_id: z.uuid() }) });

/** An invoice without our id was made by hand at Stripe and is not ours to book. */
function newsOf(event: Event): News | undefined {
  const isDeletion = event.type === 'invoice.deleted';
  if (!isDeletion && !INVOICE_EVENTS.has(event.type)) return undefined;
  const ours = oursSchema.safeParse(event.data?.object).data;
  if (ours === undefined) return undefined;
  const { id, metadata: { invoice_id: invoiceId } } = ours;
  if (isDeletion) return { invoiceId, invoice: { id, status: 'deleted' } };
  const invoice = providerInvoice(event.data?.object);
  return invoice.status === 'draft' ? undefined : { invoiceId, invoice };
}

/** Why a person must look at news that do not fit our invoice. */
function contradiction(event: Event, { invoice }: News, applied: Application | undefined): string | undefined {
  if (applied === 'another') return `${invoice.id} carries the id of our invoice`;
  return applied === 'contradicted' ? `${event.type} ${invoice.id}` : undefined;
}

/** Events that change what was paid or owed in ways that nothing here books. */
const CONCERNS: ReadonlySet<string> = new Set(['charge.dispute.created', 'invoice.finalization_failed']);

const concernSchema = z.object({ id: z.string(), customer: z.string().nullable().default(null) });

/**
 * Why a person must look at an event. The account may have other customers than ours; a dispute does not name its own. An invoice of a customer of ours
 * that is in no book here was made before a backup was restored: what it bills can be billed again.
 */
async function concernOf(tx: Sql, event: Event, applied: Application | undefined): Promise<string | undefined> {
  const object = concernSchema.safeParse(event.data?.object).data;
  const isLost = applied === 'unknown' && event.type !== 'invoice.deleted';
  if (object === undefined || !(isLost || CONCERNS.has(event.type))) return undefined;
  const isOurs = object.customer === null || (await tx.query('select 1 from billing.provider_customer where provider_id = $1', [object.customer])).length > 0;
  if (!isOurs) return undefined;
  return isLost ? `${event.type} ${object.id} is no invoice of ours` : `${event.type} ${object.id}`;
}
