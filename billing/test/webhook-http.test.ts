import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deliverPaymentRequests, finalizeInvoice, findViolations, invoiceOf, receiveStripeEvent, type Invoice, type WebhookOutcome } from '@cloudclass/billing';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { balanceOf } from './billing-world.ts';
import { drafted, paymentsWorld, SECRET, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
let endpoint: Server;
let outcomes: WebhookOutcome[];

/** The host's endpoint as small as it can be. */
beforeEach(async () => {
  outcomes = [];
  endpoint = createServer((request, response) => {
    const signature = request.headers['stripe-signature'];
    void buffer(request)
      .then((rawBody) => receiveStripeEvent(world, { webhookSecret: SECRET, live: false }, { rawBody, signature: typeof signature === 'string' ? signature : undefined }))
      .then((outcome) => { outcomes.push(outcome); return 200; }, () => 500)
      .then((status) => response.writeHead(status).end());
  });
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const address = endpoint.address();
  world = await paymentsWorld({ url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`, secret: SECRET });
});

afterEach(async () => {
  await world.close();
  endpoint.close();
  endpoint.closeAllConnections();
});

/** Waits until an invoice has come as far, for ten seconds at most. */
async function untilStatus(institutionId: string, id: string, status: Invoice['status']): Promise<Invoice> {
  const deadline = performance.now() + 10_000;
  let invoice = await invoiceOf(world, institutionId, id);
  while (invoice.status !== status && performance.now() < deadline) invoice = await invoiceOf(world, institutionId, id);
  return invoice;
}

async function finalAndPaid(): Promise<{ readonly institutionId: string; readonly id: string }> {
  const { customer: { institutionId }, invoice: { id } } = await drafted(world);
  await deliverPaymentRequests(world.delivery);
  await finalizeInvoice(world, institutionId, id);
  await deliverPaymentRequests(world.delivery);
  const { hostedUrl } = await untilStatus(institutionId, id, 'open');
  await fetch(`${hostedUrl}/pay`, { method: 'POST' });
  return { institutionId, id };
}

test('from usage to payment over real HTTP: what is paid at Stripe is what the ledger says', async () => {
  const { institutionId, id } = await finalAndPaid();
  expect(await untilStatus(institutionId, id, 'paid')).toMatchObject({ status: 'paid', total: 600n, providerTotal: 600n, paid: 600n });
  expect([await balanceOf(world, institutionId, 'cash'), await balanceOf(world, institutionId, 'receivable'), await balanceOf(world, institutionId, 'unbilled-usage')]).toEqual([600n, 0n, 0n]);
  expect(await findViolations(world)).toEqual([]);
});

test('webhooks that come twice and overtake each other book the same', async () => {
  world.local.faults.duplicateWebhooks = 20;
  world.local.faults.delayWebhooks = 3;
  const { institutionId, id } = await finalAndPaid();
  expect((await untilStatus(institutionId, id, 'paid')).status).toBe('paid');
  expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  expect(outcomes).toContain('repeated');
  expect(await findViolations(world)).toEqual([]);
});
