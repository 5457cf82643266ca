import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deliverPaymentRequests, draftInvoice, finalizeInvoice, findViolations, invoiceOf, type Invoice } from '@cloudclass/billing';
import { ProviderError } from '../src/payments/provider.ts';
import { randomUUID } from 'node:crypto';
import { anHour, balanceOf, newCustomer, record } from './billing-world.ts';
import { drafted, later, NOVEMBER, opened, paymentsWorld, requestStatus, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

const A_DAY_AND_MORE = 25 * 3_600;

/** Our invoices at Stripe with their totals: there must be one, whatever went wrong on the way. */
async function atStripe(invoice: Invoice): Promise<number[]> {
  const all = await world.stripe.invoices.list({ limit: 100 });
  return all.data.filter(({ metadata }) => metadata?.invoice_id === invoice.id).map(({ total }) => total);
}

describe('sending a draft', () => {
  test("arrives with the ledger's total, to the won", async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    expect(await atStripe(invoice)).toEqual([600]);
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ status: 'draft', total: 600n, providerTotal: 600n, pending: false });
    expect(await requestStatus(world, invoice)).toBe('confirmed');
  });

  test('bills the institution as one customer for all its invoices', async () => {
    const { customer } = await opened(world);
    const named = (await world.stripe.customers.list({ limit: 100 })).data.filter(({ metadata }) => metadata.institution_id === customer.institutionId);
    expect(named.map(({ name }) => name)).toEqual([`Institution ${customer.institutionId}`]);
  });

  test.each([
    ['the connection is cut', { reset: 9 }, 'ambiguous'],
    ['Stripe answers 500', { fail: 3 }, 'ambiguous'],
    ['Stripe answers 429', { throttle: 1 }, 'pending'],
    ['something answers a bare 404', { bareNotFound: 1 }, 'ambiguous'],
  ])('when %s it is tried again later, and takes effect once', async (_what, faults, waiting) => {
    const { invoice } = await drafted(world);
    Object.assign(world.local.faults, faults);
    await later(world, 1);
    expect(await requestStatus(world, invoice)).toBe(waiting);
    Object.assign(world.local.faults, { reset: 0, fail: 0, throttle: 0, bareNotFound: 0 });
    await later(world, 60);
    expect(await atStripe(invoice)).toEqual([600]);
  });

  test('when replies are lost after they took effect, it still takes effect once', async () => {
    const { invoice } = await drafted(world);
    // customer, invoice, item: each takes effect, none is heard of, whatever the SDK tries by itself
    world.local.faults.loseReply = 9;
    await later(world, 1);
    expect(await requestStatus(world, invoice)).toBe('ambiguous');
    world.local.faults.loseReply = 0;
    await later(world, A_DAY_AND_MORE);
    expect(await atStripe(invoice)).toEqual([600]);
  });

  test('a process that dies after Stripe did it, and keys that Stripe has forgotten since: still one invoice', async () => {
    const { customer, invoice } = await drafted(world);
    const killed = { ...world.delivery, sql: { ...world.sql, transaction: () => Promise.reject(new Error('killed')) } };
    await expect(deliverPaymentRequests(killed)).rejects.toThrow('killed');
    expect(await requestStatus(world, invoice)).toBe('sending');
    await later(world, A_DAY_AND_MORE);
    expect(await atStripe(invoice)).toEqual([600]);
    expect(await requestStatus(world, invoice)).toBe('reconciled');
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).providerTotal).toBe(600n);
  });

  test('of more lines than Stripe takes arrives with its total, the smallest lines as one item, once, also when a process dies after it', async () => {
    const customer = await newCustomer(world);
    for (let course = 0; course < 252; course += 1) await record(world, anHour({ ...customer, courseId: randomUUID() }, { endsAt: new Date(`2026-11-24T10:${course < 249 ? '30' : '01'}:00Z`) }));
    const invoice = await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER });
    const killed = { ...world.delivery, sql: { ...world.sql, transaction: () => Promise.reject(new Error('killed')) } };
    await expect(deliverPaymentRequests(killed)).rejects.toThrow('killed');
    await later(world, A_DAY_AND_MORE);
    expect(invoice.lines).toHaveLength(252);
    expect([await requestStatus(world, invoice), await atStripe(invoice)]).toEqual(['reconciled', [249 * 300 + 3 * 10]]);
    const { providerId } = await invoiceOf(world, customer.institutionId, invoice.id);
    const items = await world.stripe.invoiceItems.list({ invoice: providerId ?? '', limit: 100 });
    expect(items.data.filter(({ amount }) => amount !== 300).map(({ amount, description }) => [amount, description])).toEqual([[30, '3 further lines']]);
  });

  test('a name that changes between two attempts does not change what is sent under the same key', async () => {
    const { invoice } = await drafted(world);
    world.local.faults.throttle = 1;
    await later(world, 1);
    const renamed = { ...world.delivery, names: { ...world.delivery.names, institution: async () => 'Another name' } };
    world.clock.set(new Date(world.clock.now().getTime() + 60_000).toISOString());
    await deliverPaymentRequests(renamed);
    expect(await requestStatus(world, invoice)).toBe('confirmed');
  });

  test('what was first sent cannot be changed behind its hash', async () => {
    const { invoice } = await drafted(world);
    world.local.faults.throttle = 1;
    await later(world, 1);
    await world.sql.query(`update billing.stripe_outbox set request = replace(request, '"600"', '"60000"') where op_key = $1`, [`draft:${invoice.id}`]);
    await later(world, 60);
    expect(await requestStatus(world, invoice)).toBe('dead');
    expect(await atStripe(invoice)).toEqual([]);
  });

  test('a worker that was slower than its claim does not undo what another one has done since', async () => {
    const { invoice } = await drafted(world);
    const slow = { ...world.delivery.provider, draftInvoice: async () => { await later(world, 31); throw new ProviderError('refused', 'too late'); } };
    await deliverPaymentRequests({ ...world.delivery, provider: slow });
    expect(await requestStatus(world, invoice)).toBe('confirmed');
    expect(await atStripe(invoice)).toEqual([600]);
  });

  test('two workers at once send it once', async () => {
    const { invoice } = await drafted(world);
    const tried = await Promise.all([deliverPaymentRequests(world.delivery), deliverPaymentRequests(world.delivery)]);
    expect(tried.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await atStripe(invoice)).toEqual([600]);
  });
});

describe('making it final', () => {
  test('moves the use from unbilled to owed, once', async () => {
    const { customer, invoice } = await opened(world);
    expect(invoice).toMatchObject({ status: 'open', number: expect.stringMatching(/^LOCAL-/), hostedUrl: expect.stringContaining('/invoice/') });
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    expect(await balanceOf(world, customer.institutionId, 'receivable')).toBe(600n);
    expect(await balanceOf(world, customer.institutionId, 'unbilled-usage')).toBe(0n);
  });

  test('of an invoice over nothing leaves nothing to pay', async () => {
    const { customer, invoice } = await opened(world, { discountBasisPoints: 10_000 });
    expect(invoice).toMatchObject({ status: 'paid', total: 0n });
    expect(await balanceOf(world, customer.institutionId, 'receivable')).toBe(0n);
  });

  test('is found done when the reply was lost', async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    world.local.faults.loseReply = 9;
    await later(world, 1);
    world.local.faults.loseReply = 0;
    await later(world, 60);
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ status: 'open', number: expect.stringMatching(/^LOCAL-/) });
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
