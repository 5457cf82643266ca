import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createStripeProvider, deliverPaymentRequests, draftInvoice, finalizeInvoice, findViolations, invoiceOf, lookAtAdjustments, refreshInvoices, type Invoice } from '@cloudclass/billing';
import { anHour, record, type Customer } from './billing-world.ts';
import { drafted, later, NOVEMBER, opened, paymentsWorld, requestStatus, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

const A_DAY_AND_MORE = 25 * 3_600;

/** The customer that an invoice is sent to at Stripe. */
async function payerOf({ institutionId }: Customer, { id }: Invoice): Promise<string> {
  const { providerId } = await invoiceOf(world, institutionId, id);
  return String((await world.stripe.invoices.retrieve(providerId ?? '')).customer);
}

/** The customers of an institution that are at Stripe now. */
async function customersOf({ institutionId }: Customer): Promise<string[]> {
  return (await world.stripe.customers.list({ limit: 100 })).data.filter(({ metadata }) => metadata.institution_id === institutionId).map(({ id }) => id);
}

/** An invoice that is final, whose customer somebody has deleted, and a draft for what was used since that was not sent yet. */
async function deserted(): Promise<{ readonly customer: Customer; readonly old: Invoice; readonly gone: string; readonly invoice: Invoice }> {
  const { customer, invoice: old } = await opened(world);
  const gone = await payerOf(customer, old);
  await world.stripe.customers.del(gone);
  await record(world, anHour(customer, { startsAt: new Date('2026-11-24T06:00:00Z'), endsAt: new Date('2026-11-24T07:00:00Z') }));
  return { customer, old, gone, invoice: await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER }) };
}

describe('an institution whose customer was deleted at Stripe', () => {
  test('is a new customer there with its next invoice, once for all that follow', async () => {
    const { customer, gone, invoice } = await deserted();
    await later(world, 1);
    await later(world, 60);
    expect(await requestStatus(world, invoice)).toBe('confirmed');
    const payer = await payerOf(customer, invoice);
    expect(payer).not.toBe(gone);
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ status: 'open', total: 600n, providerTotal: 600n });
    expect(await customersOf(customer)).toEqual([payer]);
  });

  test('is one new customer, also when every answer is lost', async () => {
    const { customer, invoice } = await deserted();
    world.local.faults.loseReply = 9;
    await later(world, 1);
    await later(world, 60);
    world.local.faults.loseReply = 0;
    await later(world, 3_600);
    await later(world, A_DAY_AND_MORE);
    expect(await customersOf(customer)).toEqual([await payerOf(customer, invoice)]);
    expect((await world.stripe.invoices.list({ limit: 100 })).data.filter(({ metadata }) => metadata?.invoice_id === invoice.id).map(({ total }) => total)).toEqual([600]);
  });

  test('may have it deleted again', async () => {
    const { customer, gone, invoice } = await deserted();
    await later(world, 1);
    await later(world, 60);
    const second = await payerOf(customer, invoice);
    await world.stripe.customers.del(second);
    await record(world, anHour(customer, { startsAt: new Date('2026-11-24T07:00:00Z'), endsAt: new Date('2026-11-24T08:00:00Z') }));
    const third = await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER });
    await later(world, 1);
    await later(world, 60);
    expect(await customersOf(customer)).toEqual([await payerOf(customer, third)]);
    expect(new Set([gone, second, await payerOf(customer, third)]).size).toBe(3);
  });

  test('pays what it was sent before: it is still read, and what is given back of it is booked', async () => {
    const { customer, old, invoice } = await deserted();
    await later(world, 1);
    await later(world, 60);
    expect(await requestStatus(world, invoice)).toBe('confirmed');
    const { providerId } = await invoiceOf(world, customer.institutionId, old.id);
    await fetch(`${world.local.url}/invoice/${providerId}/pay`, { method: 'POST' });
    expect((await refreshInvoices(world.delivery)).filter(({ invoiceId }) => invoiceId === old.id)).toEqual([]);
    expect(await invoiceOf(world, customer.institutionId, old.id)).toMatchObject({ status: 'paid', paid: 600n });
    await world.stripe.creditNotes.create({ invoice: providerId ?? '', amount: 100, refund_amount: 100 });
    world.clock.set(new Date(world.clock.now().getTime() + A_DAY_AND_MORE * 1_000).toISOString());
    await lookAtAdjustments(world.delivery);
    expect(await invoiceOf(world, customer.institutionId, old.id)).toMatchObject({ adjustments: [expect.objectContaining({ amount: 100n })] });
    expect(await findViolations(world)).toEqual([]);
  });

  test('has its draft made anew for the new customer when the old one goes between the draft and its lines', async () => {
    const { customer, invoice } = await drafted(world);
    const { provider } = world.delivery;
    // what an attempt leaves that died after Stripe had made the invoice
    const payer = await provider.createPayer({ institutionId: customer.institutionId, name: `Institution ${customer.institutionId}` }, 0);
    await provider.draftInvoice({ invoiceId: invoice.id, payer: { institutionId: customer.institutionId, name: '' }, currency: 'KRW', lines: [] }, payer, undefined);
    await world.stripe.customers.del(payer);
    for (const seconds of [1, 60, 120]) await later(world, seconds);
    expect(await requestStatus(world, invoice)).toMatch(/confirmed|reconciled/);
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ providerTotal: 600n });
    expect(await customersOf(customer)).toEqual([await payerOf(customer, invoice)]);
  });

  test('cannot have its draft made final, and is told what to do', async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    await world.stripe.customers.del(await payerOf(customer, invoice));
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    const [request] = await world.sql.query('select status, last_error from billing.stripe_outbox where op_key = $1', [`finalize:${invoice.id}`]);
    expect(request).toMatchObject({ status: 'dead', last_error: expect.stringContaining('delete the draft') });
  });

  test('is not taken for one of another account: nothing is made there', async () => {
    const { customer, gone, invoice } = await deserted();
    const elsewhere = await paymentsWorld();
    try {
      const provider = createStripeProvider({ secretKey: 'sk_test_local', apiUrl: elsewhere.local.url });
      const { delivery } = world;
      world.clock.set(new Date(world.clock.now().getTime() + 1_000).toISOString());
      await deliverPaymentRequests({ ...delivery, provider });
      expect(await requestStatus(world, invoice)).toBe('dead');
      expect((await elsewhere.stripe.customers.list()).data).toEqual([]);
      expect(await world.sql.query('select provider_id from billing.provider_customer where institution_id = $1', [customer.institutionId])).toEqual([{ provider_id: gone }]);
    } finally {
      await elsewhere.close();
    }
  });
});
