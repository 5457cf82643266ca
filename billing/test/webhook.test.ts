import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { differingInvoices, finalizeInvoice, findViolations, invoiceOf, receiveStripeEvent, type Invoice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import type { Stripe } from 'stripe';
import { balanceOf } from './billing-world.ts';
import { deliver, deliverAll, drafted, eventsOf, later, opened, paymentsWorld, SECRET, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

const pay = (invoice: Invoice): Promise<Stripe.Invoice> => world.stripe.invoices.pay(invoice.providerId ?? '', { paid_out_of_band: true });

async function eventOf(invoice: Invoice, type: Stripe.Event['type']): Promise<Stripe.Event> {
  const event = (await eventsOf(world, invoice)).find((known) => known.type === type);
  if (event === undefined) throw new Error(`there is no ${type}`);
  return event;
}

async function paidEvent(): Promise<{ readonly institutionId: string; readonly invoice: Invoice; readonly event: Stripe.Event }> {
  const { customer, invoice } = await opened(world);
  await pay(invoice);
  return { institutionId: customer.institutionId, invoice, event: await eventOf(invoice, 'invoice.paid') };
}

/** The same news with other values, as a new event. */
const changed = (event: Stripe.Event, values: object): object => ({ ...event, id: `evt_${randomUUID()}`, data: { object: { ...event.data.object, ...values } } });

describe('the signature of a webhook', () => {
  test.each([
    ['another secret', { secret: 'whsec_other' }, 'WEBHOOK_SIGNATURE_INVALID'],
    ['a body that was tampered with', { sent: { id: 'evt_1', object: 'event', type: 'invoice.paid', livemode: false } }, 'WEBHOOK_SIGNATURE_INVALID'],
    ['more than five minutes ago', { offsetSeconds: -301 }, 'WEBHOOK_TIME_INVALID'],
    ['more than five minutes ahead', { offsetSeconds: 301 }, 'WEBHOOK_TIME_INVALID'],
    ['a day ahead', { offsetSeconds: 86_400 }, 'WEBHOOK_TIME_INVALID'],
  ])('by %s is refused, and nothing is booked', async (_what, signing, code) => {
    const { institutionId, event } = await paidEvent();
    await expect(deliver(world, event, signing)).rejects.toMatchObject({ code });
    expect(await balanceOf(world, institutionId, 'cash')).toBe(0n);
  });

  test.each([-300, 300])('%d seconds off is accepted', async (offsetSeconds) => {
    const { event } = await paidEvent();
    expect(await deliver(world, event, { offsetSeconds })).toBe('processed');
  });

  test('that is missing is refused', async () => {
    const unsigned = receiveStripeEvent(world, { webhookSecret: SECRET, live: false }, { rawBody: Buffer.from('{}'), signature: undefined });
    await expect(unsigned).rejects.toMatchObject({ code: 'WEBHOOK_SIGNATURE_INVALID' });
  });

  test('of live mode is refused where test mode is expected', async () => {
    const { event } = await paidEvent();
    await expect(deliver(world, { ...event, livemode: true })).rejects.toMatchObject({ code: 'WEBHOOK_MODE_INVALID' });
  });
});

describe('a payment', () => {
  test('is booked from what is owed to cash', async () => {
    const { institutionId, invoice, event } = await paidEvent();
    expect(await deliver(world, event)).toBe('processed');
    expect(await invoiceOf(world, institutionId, invoice.id)).toMatchObject({ status: 'paid', paid: 600n });
    expect([await balanceOf(world, institutionId, 'cash'), await balanceOf(world, institutionId, 'receivable')]).toEqual([600n, 0n]);
  });

  test('that is told twice is booked once', async () => {
    const { institutionId, event } = await paidEvent();
    expect([await deliver(world, event), await deliver(world, event)]).toEqual(['processed', 'repeated']);
    expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  });

  test('that is told twice at the same moment is booked once', async () => {
    const { institutionId, event } = await paidEvent();
    const outcomes = await Promise.all([deliver(world, event), deliver(world, event), deliver(world, event)]);
    expect(outcomes.sort()).toEqual(['processed', 'repeated', 'repeated']);
    expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  });

  test('that is told by two kinds of event is booked once', async () => {
    const { institutionId, event } = await paidEvent();
    await deliver(world, event);
    expect(await deliver(world, { ...event, id: `evt_${randomUUID()}`, type: 'invoice.payment_succeeded' })).toBe('processed');
    expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  });

  test('may be heard of before the invoice is final here, and before the answer that made it so', async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    const { providerId } = await invoiceOf(world, customer.institutionId, invoice.id);
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await world.stripe.invoices.finalizeInvoice(providerId ?? '');
    await pay({ ...invoice, providerId });
    for (const event of (await eventsOf(world, invoice)).toReversed()) await deliver(world, event);
    await later(world, 1);
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ status: 'paid', paid: 600n });
    expect([await balanceOf(world, customer.institutionId, 'cash'), await balanceOf(world, customer.institutionId, 'receivable')]).toEqual([600n, 0n]);
  });

  test('in parts is booked part by part, and an older part that comes late adds nothing', async () => {
    const { institutionId, invoice, event } = await paidEvent();
    const part = changed(event, { status: 'open', amount_paid: 250 });
    await deliver(world, part);
    expect(await invoiceOf(world, institutionId, invoice.id)).toMatchObject({ status: 'part_paid', paid: 250n });
    await deliver(world, event);
    await deliver(world, changed(event, { status: 'open', amount_paid: 400 }));
    expect(await invoiceOf(world, institutionId, invoice.id)).toMatchObject({ status: 'paid', paid: 600n });
    expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  });

  test('of too much is kept for the payer', async () => {
    const { institutionId, event } = await paidEvent();
    await deliver(world, changed(event, { amount_paid: 1_000 }));
    expect([await balanceOf(world, institutionId, 'cash'), await balanceOf(world, institutionId, 'receivable'), await balanceOf(world, institutionId, 'prepayment')]).toEqual([1_000n, 0n, -400n]);
  });

  test.each([
    ['in another currency', { currency: 'usd' }],
    ['of a hundred times the total', { total: 60_000, amount_due: 60_000, amount_paid: 60_000 }],
  ])('%s is not booked, and kept for a person until it is put right', async (_what, values) => {
    const { institutionId, invoice, event } = await paidEvent();
    expect(await deliver(world, changed(event, values))).toBe('ignored');
    expect(await balanceOf(world, institutionId, 'cash')).toBe(0n);
    expect((await differingInvoices(world)).map(({ invoiceId }) => invoiceId)).toEqual([invoice.id]);
    expect(await deliver(world, event)).toBe('processed');
    expect([await differingInvoices(world), await balanceOf(world, institutionId, 'cash')]).toEqual([[], 600n]);
  });
});

describe('an event', () => {
  test('whose booking is cut off leaves no trace, and is booked when it comes again', async () => {
    const { institutionId, event } = await paidEvent();
    const { sql } = world;
    const dying = { ...world, sql: { ...sql, transaction: <T>(work: (tx: typeof sql) => Promise<T>) => sql.transaction(async (tx) => { await work(tx); throw new Error('killed'); }) } };
    await expect(deliver(dying, event)).rejects.toThrow('killed');
    expect(await deliver(world, event)).toBe('processed');
    expect(await balanceOf(world, institutionId, 'cash')).toBe(600n);
  });

  test.each([
    ['of a kind we do not know', { type: 'customer.subscription.updated' }],
    ['about an invoice that was made by hand at Stripe', { data: { object: { object: 'invoice', id: 'in_hand', metadata: {} } } }],
    ['that is thin', { object: 'v2.core.event', data: undefined }],
  ])('%s is ignored', async (_what, values) => {
    const { event } = await paidEvent();
    expect(await deliver(world, { ...event, id: `evt_${randomUUID()}`, ...values })).toBe('ignored');
  });
});

describe('an invoice that is given up at Stripe', () => {
  test('becomes a loss', async () => {
    const { customer, invoice } = await opened(world);
    await world.stripe.invoices.markUncollectible(invoice.providerId ?? '');
    await deliverAll(world, invoice);
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe('uncollectible');
    expect([await balanceOf(world, customer.institutionId, 'bad-debt'), await balanceOf(world, customer.institutionId, 'receivable')]).toEqual([600n, 0n]);
  });

  test('and paid after all is no loss any more', async () => {
    const { customer, invoice } = await opened(world);
    await world.stripe.invoices.markUncollectible(invoice.providerId ?? '');
    await pay(invoice);
    await deliverAll(world, invoice);
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe('paid');
    expect([await balanceOf(world, customer.institutionId, 'bad-debt'), await balanceOf(world, customer.institutionId, 'cash')]).toEqual([0n, 600n]);
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
