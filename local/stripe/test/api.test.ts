import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Stripe } from 'stripe';
import { draftOf, sdkFor, stripeWorld, type StripeWorld } from './stripe-world.ts';

let world: StripeWorld;
let stripe: Stripe;
beforeAll(async () => {
  world = await stripeWorld();
  ({ stripe } = world);
});
afterAll(() => world.close());

describe('invoices', () => {
  test('a draft is the sum of its items; won have no decimals', async () => {
    expect(await draftOf(stripe)).toMatchObject({ object: 'invoice', status: 'draft', currency: 'krw', total: 30_000, amount_due: 30_000, number: null, hosted_invoice_url: null, metadata: { order: '7' } });
  });

  test("a line carries its item's metadata", async () => {
    const { id } = await draftOf(stripe);
    expect((await stripe.invoices.listLineItems(id)).data.map(({ amount, metadata }) => [amount, metadata])).toEqual([[20_000, { line: '20000' }], [10_000, { line: '10000' }]]);
  });

  test('a final invoice has a number and a page, and takes no more items', async () => {
    const draft = await draftOf(stripe);
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    expect(open).toMatchObject({ status: 'open', number: expect.stringMatching(/^LOCAL-\d{4}$/), hosted_invoice_url: `${world.local.url}/invoice/${draft.id}` });
    const late = stripe.invoiceItems.create({ customer: String(open.customer), invoice: draft.id, currency: 'krw', amount: 1 });
    await expect(late).rejects.toMatchObject({ code: 'invoice_not_editable' });
  });

  test('paid outside of Stripe is paid', async () => {
    const { id } = await stripe.invoices.finalizeInvoice((await draftOf(stripe)).id);
    expect(await stripe.invoices.pay(id, { paid_out_of_band: true })).toMatchObject({ status: 'paid', amount_paid: 30_000, amount_remaining: 0 });
  });

  test('cannot be paid without a way to pay', async () => {
    const { id } = await stripe.invoices.finalizeInvoice((await draftOf(stripe)).id);
    await expect(stripe.invoices.pay(id)).rejects.toBeInstanceOf(Stripe.errors.StripeCardError);
  });

  test('go from open to void or uncollectible, and from draft to neither', async () => {
    const draft = await draftOf(stripe);
    await expect(stripe.invoices.voidInvoice(draft.id)).rejects.toThrow('draft');
    await stripe.invoices.finalizeInvoice(draft.id);
    expect((await stripe.invoices.markUncollectible(draft.id)).status).toBe('uncollectible');
    expect((await stripe.invoices.voidInvoice(draft.id)).status).toBe('void');
  });

  test('one over nothing is paid when it becomes final', async () => {
    const customer = await stripe.customers.create({});
    const { id } = await stripe.invoices.create({ customer: customer.id, currency: 'krw' });
    expect((await stripe.invoices.finalizeInvoice(id)).status).toBe('paid');
  });

  test('refuse an item in another currency', async () => {
    const draft = await draftOf(stripe);
    await expect(stripe.invoiceItems.create({ customer: String(draft.customer), invoice: draft.id, currency: 'usd', amount: 1 })).rejects.toThrow('usd');
  });
});

describe('products and prices', () => {
  test('a price belongs to a product and is found by it', async () => {
    const product = await stripe.products.create({ name: 'Standard lab' });
    const price = await stripe.prices.create({ product: product.id, currency: 'krw', unit_amount: 10, lookup_key: 'lab-minute' });
    expect((await stripe.prices.list({ product: product.id })).data).toEqual([expect.objectContaining({ id: price.id, unit_amount: 10, lookup_key: 'lab-minute' })]);
  });
});

describe('lists', () => {
  test('are paged by the SDK without losing or repeating an object', async () => {
    const created: string[] = [];
    for (let index = 0; index < 7; index += 1) created.push((await stripe.customers.create({ email: 'pages@example.org' })).id);
    const seen: string[] = [];
    for await (const customer of stripe.customers.list({ email: 'pages@example.org', limit: 3 })) seen.push(customer.id);
    expect(seen).toEqual(created.toReversed());
  });

  test('put objects where ids stand when they are asked to', async () => {
    const draft = await draftOf(stripe);
    const expanded = await stripe.invoices.retrieve(draft.id, { expand: ['customer'] });
    expect(expanded.customer).toMatchObject({ object: 'customer', id: draft.customer });
    const list = await stripe.invoices.list({ customer: String(draft.customer), expand: ['data.customer'] });
    expect(list.data[0]?.customer).toMatchObject({ object: 'customer', id: draft.customer });
  });

  test('refuse to expand what they do not know', async () => {
    await expect(stripe.invoices.list({ expand: ['data.charge'] })).rejects.toThrow('cannot be expanded');
  });
});

describe('what Stripe would refuse', () => {
  test('a wrong key', async () => {
    await expect(sdkFor(world.local.url, { secretKey: 'sk_test_other' }).customers.list()).rejects.toMatchObject({ statusCode: 401 });
  });

  test('an object that is not there, with an `error` body', async () => {
    await expect(stripe.invoices.retrieve('in_none')).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });

  test('a field that is missing', async () => {
    const response = await fetch(`${world.local.url}/v1/invoices`, { method: 'POST', headers: { authorization: 'Bearer sk_test_local' } });
    expect([response.status, await response.json()]).toEqual([400, { error: expect.objectContaining({ code: 'parameter_missing' }) }]);
  });

  test('whatever is to be done with a customer that was deleted, and not what asks for it', async () => {
    const draft = await draftOf(stripe);
    const id = String(draft.customer);
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
    const gone = { code: 'resource_missing' };
    await expect(stripe.invoices.create({ customer: id, currency: 'krw' })).rejects.toMatchObject(gone);
    await expect(stripe.invoiceItems.create({ customer: id, invoice: draft.id, currency: 'krw', amount: 1 })).rejects.toMatchObject(gone);
    await expect(stripe.invoices.finalizeInvoice(draft.id)).rejects.toMatchObject(gone);
    await expect(stripe.customers.del(id)).rejects.toMatchObject(gone);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect((await stripe.customers.list({ limit: 100 })).data.map((customer) => customer.id)).not.toContain(id);
    expect((await stripe.invoices.list({ customer: id })).data.map((invoice) => invoice.id)).toEqual([draft.id]);
  });

  test('names that reach into objects', async () => {
    await expect(stripe.customers.retrieve('__proto__')).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.customers.create({ metadata: { constructor: 'x' } })).metadata).toEqual({ constructor: 'x' });
  });
});

test('what this endpoint does not know is refused with 501, never passed over', async () => {
  await expect(stripe.coupons.create({ percent_off: 10, duration: 'once' })).rejects.toMatchObject({ statusCode: 501 });
});

describe('idempotency keys', () => {
  test('the same key with the same request answers the same', async () => {
    const ask = (): Promise<Stripe.Customer> => stripe.customers.create({ name: 'Same' }, { idempotencyKey: 'key-same' });
    expect((await ask()).id).toBe((await ask()).id);
  });

  test('the same key with another request is an error', async () => {
    await stripe.customers.create({ name: 'One' }, { idempotencyKey: 'key-other' });
    await expect(stripe.customers.create({ name: 'Two' }, { idempotencyKey: 'key-other' })).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('are forgotten after a day', async () => {
    const clock = { at: new Date('2026-11-24T12:00:00Z'), now: () => clock.at };
    const other = await stripeWorld({ clock });
    const ask = (): Promise<Stripe.Customer> => other.stripe.customers.create({ name: 'Same' }, { idempotencyKey: 'key-day' });
    const first = await ask();
    clock.at = new Date('2026-11-25T12:00:00Z');
    expect((await ask()).id).not.toBe(first.id);
    await other.close();
  });

  test('keep a refusal too', async () => {
    const { id } = await draftOf(stripe);
    const ask = (): Promise<unknown> => stripe.invoices.voidInvoice(id, {}, { idempotencyKey: 'key-refused' });
    await expect(ask()).rejects.toThrow('draft');
    await stripe.invoices.finalizeInvoice(id);
    await expect(ask()).rejects.toThrow('draft');
  });
});

test('says that it is alive', async () => {
  expect(await (await fetch(`${world.local.url}/_local/health`)).json()).toEqual({ status: 'alive' });
});
