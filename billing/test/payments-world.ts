import { startLocalStripe, type LocalStripe, type WebhookTarget } from '@cloudclass/local-stripe';
import {
  createStripeProvider, deliverPaymentRequests, draftInvoice, finalizeInvoice, invoiceOf, receiveStripeEvent,
  type BookingContext, type DeliveryContext, type DraftDeletion, type Invoice, type PartyNames, type Sql, type WebhookOutcome,
} from '@cloudclass/billing';
import { Stripe } from 'stripe';
import { anHour, billingWorld, newCustomer, record, type BillingWorld, type Customer, type Terms } from './billing-world.ts';

export const SECRET = 'whsec_test';
export const NOVEMBER = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };

export interface PaymentsWorld extends BillingWorld, Pick<BookingContext, 'onDraftDeleted'> {
  /** What was told of deleted drafts. */
  readonly deletions: DraftDeletion[];
  readonly local: LocalStripe;
  /** The real SDK, to look at what is at "Stripe" and to act there by hand. */
  readonly stripe: Stripe;
  readonly delivery: DeliveryContext;
}

export const names: PartyNames = { institution: async (id) => `Institution ${id}`, line: async ({ product, seconds }) => `${product}, ${seconds} s` };

/** @param webhook where events go by themselves; without it a test delivers them */
export async function paymentsWorld(webhook?: WebhookTarget): Promise<PaymentsWorld> {
  const world = await billingWorld();
  const local = await startLocalStripe({ port: 0, clock: world.clock, ...(webhook === undefined ? {} : { webhook }) });
  const { hostname, port } = new URL(local.url);
  const deletions: DraftDeletion[] = [];
  const booking = { ...world, onDraftDeleted: async (_tx: Sql, deletion: DraftDeletion) => void deletions.push(deletion) };
  return {
    ...booking,
    deletions,
    local,
    stripe: new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false }),
    delivery: { ...booking, names, provider: createStripeProvider({ secretKey: 'sk_test_local', apiUrl: local.url, timeoutMilliseconds: 2_000 }) },
    async close() {
      await local.close();
      await world.close();
    },
  };
}

/** A customer who has used an hour, ₩600, and has a draft of it here; nothing was sent yet. */
export async function drafted(world: PaymentsWorld, terms: Terms = {}): Promise<{ readonly customer: Customer; readonly invoice: Invoice }> {
  const customer = await newCustomer(world, terms);
  await record(world, anHour(customer));
  return { customer, invoice: await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER }) };
}

/** The same, and final at Stripe too. */
export async function opened(world: PaymentsWorld, terms: Terms = {}): Promise<{ readonly customer: Customer; readonly invoice: Invoice }> {
  const { customer, invoice } = await drafted(world, terms);
  await deliverPaymentRequests(world.delivery);
  await finalizeInvoice(world, customer.institutionId, invoice.id);
  await deliverPaymentRequests(world.delivery);
  return { customer, invoice: await invoiceOf(world, customer.institutionId, invoice.id) };
}

/** The events at Stripe about an invoice of ours, oldest first. */
export async function eventsOf(world: PaymentsWorld, invoice: Invoice): Promise<Stripe.Event[]> {
  const all = await world.stripe.events.list({ limit: 100 });
  return all.data.filter(({ data }) => 'metadata' in data.object && data.object.metadata?.invoice_id === invoice.id).toReversed();
}

/** Delivers an event as Stripe does, signed at the world's time unless it is said otherwise. */
export function deliver(world: PaymentsWorld, event: object, signing: { readonly secret?: string; readonly offsetSeconds?: number; readonly sent?: object } = {}): Promise<WebhookOutcome> {
  const timestamp = Math.floor(world.clock.now().getTime() / 1000) + (signing.offsetSeconds ?? 0);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: JSON.stringify(event), secret: signing.secret ?? SECRET, timestamp });
  return receiveStripeEvent(world, { webhookSecret: SECRET, live: false }, { rawBody: Buffer.from(JSON.stringify(signing.sent ?? event)), signature });
}

/** Delivers every event about an invoice, in order. */
export async function deliverAll(world: PaymentsWorld, invoice: Invoice): Promise<void> {
  for (const event of await eventsOf(world, invoice)) await deliver(world, event);
}

export async function requestStatus(world: PaymentsWorld, invoice: Invoice, kind: 'draft' | 'finalize' = 'draft'): Promise<string | undefined> {
  return (await world.sql.query<{ status: string }>('select status from billing.stripe_outbox where op_key = $1', [`${kind}:${invoice.id}`]))[0]?.status;
}

/** Lets time pass and sends what has become due. */
export async function later(world: PaymentsWorld, seconds: number): Promise<void> {
  world.clock.set(new Date(world.clock.now().getTime() + seconds * 1000).toISOString());
  await deliverPaymentRequests(world.delivery);
}
