import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { draftOf, sdkFor, stripeWorld, type StripeWorld } from './stripe-world.ts';

let world: StripeWorld;
beforeAll(async () => { world = await stripeWorld(); });
afterAll(() => world.close());

describe('faults on request, seen through the real SDK', () => {
  test('429 reaches the caller: the SDK does not try again, whatever it is told', async () => {
    world.local.faults.throttle = 1;
    await expect(sdkFor(world.local.url, { maxNetworkRetries: 2 }).customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError);
  });

  test('500 is tried again by the SDK when it may', async () => {
    world.local.faults.fail = 1;
    await expect(sdkFor(world.local.url, { maxNetworkRetries: 2 }).customers.list()).resolves.toMatchObject({ object: 'list' });
  });

  test('500 reaches the caller as an API error when it may not', async () => {
    world.local.faults.fail = 1;
    await expect(world.stripe.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError);
  });

  test('a cut connection is tried once more by the SDK even when retries are off', async () => {
    world.local.faults.reset = 1;
    await expect(world.stripe.customers.list()).resolves.toMatchObject({ object: 'list' });
  });

  test('a reply that is lost has taken effect: the same key answers what was done', async () => {
    world.local.faults.loseReply = 2;
    const ask = (): Promise<Stripe.Customer> => world.stripe.customers.create({ name: 'Lost' }, { idempotencyKey: 'key-lost' });
    await expect(ask()).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
    await ask();
    expect((await world.stripe.customers.list({ limit: 100 })).data.filter(({ name }) => name === 'Lost')).toHaveLength(1);
  });

  test('a bare 404 passes for success in the SDK, so callers must look at `object`', async () => {
    world.local.faults.bareNotFound = 1;
    await expect(world.stripe.customers.retrieve('cus_none')).resolves.not.toHaveProperty('object');
  });
});

test('what was written is there after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cloudclass-stripe-'));
  const before = await stripeWorld({ dataDir });
  const draft = await draftOf(before.stripe);
  await before.close();
  const after = await stripeWorld({ dataDir });
  expect(await after.stripe.invoices.retrieve(draft.id)).toMatchObject({ total: 30_000 });
  await after.close();
  rmSync(dataDir, { recursive: true });
});

describe('pages', () => {
  test('list invoices and customers, with names as text', async () => {
    await draftOf(world.stripe);
    const page = await (await fetch(world.local.url)).text();
    expect(page).toContain('₩30,000');
    expect(page).toContain('하늘대학교 &#60;b&#62;Haneul&#60;/b&#62;');
  });

  test('show an invoice with its lines and, while it is open, a way to pay', async () => {
    const { id } = await world.stripe.invoices.finalizeInvoice((await draftOf(world.stripe)).id);
    const address = `${world.local.url}/invoice/${id}`;
    expect(await (await fetch(address)).text()).toContain('Pay ₩30,000 (test)');
    const paid = await (await fetch(`${address}/pay`, { method: 'POST' })).text();
    expect(paid).toContain('>paid<');
    expect(paid).not.toContain('(test)</button>');
  });
});
