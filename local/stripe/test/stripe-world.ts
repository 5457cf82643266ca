import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Stripe } from 'stripe';
import { startLocalStripe, type LocalStripe, type LocalStripeOptions } from '@cloudclass/local-stripe';

export const SECRET = 'whsec_test';

/** What arrived at the webhook, as it arrived. */
export interface Delivery {
  readonly rawBody: string;
  readonly signature: string;
  readonly event: Stripe.Event;
}

export interface Receiver {
  readonly url: string;
  readonly deliveries: Delivery[];
  /** How many of the next deliveries are answered with 500. */
  refuse: number;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const http = createServer((request, response) => {
    void text(request).then((rawBody) => {
      // the local endpoint's own events
      receiver.deliveries.push({ rawBody, signature: String(request.headers['stripe-signature']), event: JSON.parse(rawBody) as Stripe.Event });
      receiver.refuse -= 1;
      response.writeHead(receiver.refuse >= 0 ? 500 : 200).end();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  const receiver: Receiver = {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`,
    deliveries: [],
    refuse: 0,
    async close() {
      http.close();
      http.closeAllConnections();
    },
  };
  return receiver;
}

export interface StripeWorld {
  readonly local: LocalStripe;
  readonly receiver: Receiver;
  /** The real SDK, pointed at the local endpoint; it does not retry by itself unless it is told to. */
  readonly stripe: Stripe;
  close(): Promise<void>;
}

export async function stripeWorld(options: Partial<LocalStripeOptions> = {}): Promise<StripeWorld> {
  const receiver = await startReceiver();
  const local = await startLocalStripe({ port: 0, webhook: { url: receiver.url, secret: SECRET }, ...options });
  return {
    local,
    receiver,
    stripe: sdkFor(local.url),
    async close() {
      await local.close();
      await receiver.close();
    },
  };
}

export function sdkFor(url: string, { secretKey = 'sk_test_local', maxNetworkRetries = 0 } = {}): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, { host: hostname, port, protocol: 'http', maxNetworkRetries, telemetry: false });
}

/** A draft over ₩30,000 in two lines. */
export async function draftOf(stripe: Stripe): Promise<Stripe.Invoice> {
  const customer = await stripe.customers.create({ name: '하늘대학교 <b>Haneul</b>' });
  const invoice = await stripe.invoices.create({ customer: customer.id, currency: 'krw', collection_method: 'send_invoice', days_until_due: 30, metadata: { order: '7' } });
  for (const amount of [10_000, 20_000]) await stripe.invoiceItems.create({ customer: customer.id, invoice: invoice.id, currency: 'krw', amount, description: `Line ${amount}`, metadata: { line: String(amount) } });
  return stripe.invoices.retrieve(invoice.id);
}

/** Waits until something holds, for five seconds at most. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`it did not come to hold: ${holds}`);
    await new Promise((resolve) => { setImmediate(resolve); });
  }
}
