import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Stripe } from 'stripe';
import { draftOf, SECRET, stripeWorld, until, type StripeWorld } from './stripe-world.ts';

let world: StripeWorld;
beforeEach(async () => { world = await stripeWorld(); });
afterEach(() => world.close());

const typesReceived = (): string[] => world.receiver.deliveries.map(({ event }) => event.type);

describe('webhooks', () => {
  test('carry a signature that the SDK accepts, over the raw body', async () => {
    await draftOf(world.stripe);
    await until(() => world.receiver.deliveries.length > 0);
    const [delivery] = world.receiver.deliveries;
    expect(Stripe.webhooks.constructEvent(delivery?.rawBody ?? '', delivery?.signature ?? '', SECRET)).toMatchObject({ object: 'event', livemode: false });
  });

  test('tell of an invoice from its draft to its payment on the hosted page', async () => {
    const { id } = await draftOf(world.stripe);
    await world.stripe.invoices.finalizeInvoice(id);
    await fetch(`${world.local.url}/invoice/${id}/pay`, { method: 'POST', redirect: 'manual' });
    await until(() => typesReceived().includes('invoice.paid'));
    expect((await world.stripe.events.list({ limit: 100 })).data.map(({ type }) => type).toReversed()).toEqual([
      'customer.created', 'invoice.created', 'invoice.updated', 'invoice.updated', 'invoice.finalized', 'invoice.paid', 'invoice.payment_succeeded',
    ]);
  });

  test('tell of a card that was declined; the invoice stays open', async () => {
    const { id } = await world.stripe.invoices.finalizeInvoice((await draftOf(world.stripe)).id);
    await fetch(`${world.local.url}/invoice/${id}/decline`, { method: 'POST', redirect: 'manual' });
    await until(() => typesReceived().includes('invoice.payment_failed'));
    expect(await world.stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempted: true, amount_paid: 0 });
  });

  test('come again until they are taken', async () => {
    world.receiver.refuse = 2;
    const customer = await world.stripe.customers.create({ name: 'Again' });
    await until(() => world.receiver.deliveries.length === 3);
    expect(world.receiver.deliveries.map(({ event }) => event.data.object)).toEqual([customer, customer, customer].map(() => expect.objectContaining({ id: customer.id })));
  });

  test('can be made to come twice', async () => {
    world.local.faults.duplicateWebhooks = 1;
    await world.stripe.customers.create({});
    await until(() => world.receiver.deliveries.length === 2);
    const [first, second] = world.receiver.deliveries;
    expect(first?.event.id).toBe(second?.event.id);
  });

  test('can be made to come in another order', async () => {
    const { id } = await draftOf(world.stripe);
    await until(() => typesReceived().length === 4);
    world.local.faults.delayWebhooks = 1;
    await world.stripe.invoices.finalizeInvoice(id);
    await world.stripe.invoices.pay(id, { paid_out_of_band: true });
    await until(() => typesReceived().length === 6);
    expect(typesReceived().slice(4)).toEqual(['invoice.paid', 'invoice.finalized']);
  });
});
