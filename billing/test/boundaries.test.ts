import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createProduct, draftInvoice, findViolations, grantCredit, placeHold, publishPrice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, balanceOf, newCustomer, NOW, record, type Customer } from './billing-world.ts';
import { deliver, eventsOf, opened, paymentsWorld, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

const at = (time: string): Date => new Date(`2026-11-24T${time}Z`);
const used = (customer: Customer, from: Date, seconds: number, of: { readonly labId?: string; readonly product?: string } = {}) =>
  record(world, anHour(customer, { startsAt: from, endsAt: new Date(from.getTime() + seconds * 1_000), ...of }));

/** A product at ₩600 an hour, and at ₩1,200 from a time on. */
async function twoPrices(from: Date): Promise<string> {
  const product = `product-${randomUUID()}`;
  await createProduct(world, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
  world.clock.set('2026-11-24T09:00:00Z');
  await publishPrice(world, { product, currency: 'KRW', amount: 600n, perSeconds: 3_600n, startsAt: null, by: 'test' });
  await publishPrice(world, { product, currency: 'KRW', amount: 1_200n, perSeconds: 3_600n, startsAt: from, by: 'test' });
  world.clock.set(NOW);
  return product;
}

describe('a month', () => {
  const noon = at('12:00:00');

  test.each([
    ['that begins', noon, at('13:00:00'), 10n],
    ['that ends', at('11:00:00'), noon, 'INVOICE_EMPTY'],
  ])('%s at an instant: use from then on is of the one that begins', async (_what, from, to, billed) => {
    const customer = await newCustomer(world);
    await used(customer, noon, 60);
    const drafted = await draftInvoice(world, { institutionId: customer.institutionId, from, to }).then(({ total }) => total, (error: { code: string }) => error.code);
    expect(drafted).toBe(billed);
  });
});

describe('rounding', () => {
  test('begins anew at each price: what a lab used at the one before it does not shift it', async () => {
    const customer = await newCustomer(world);
    const product = await twoPrices(at('10:00:01'));
    // one second at a sixth of a won is 0, then one at a third is 0: counted together from the first it would be 1
    expect(await used(customer, at('10:00:00'), 2, { product })).toMatchObject({ seconds: 2n, amount: 0n });
  });

  test('counts what a correction took back no more', async () => {
    const customer = await newCustomer(world);
    const labId = randomUUID();
    const first = anHour(customer, { labId, startsAt: at('10:00:00'), endsAt: at('10:00:04') });
    await record(world, first);
    // one second stands, a sixth of a won, which is 0; with three more it is two thirds, which is 1. After five that were counted it would be none more
    await record(world, { ...first, revision: 2, endsAt: at('10:00:01') });
    expect(await used(customer, at('10:00:01'), 3, { labId })).toMatchObject({ amount: 1n });
  });
});

describe('what the credit does not cover', () => {
  test('is owed by the unit of the course, not by another', async () => {
    const customer = await newCustomer(world);
    const unitId = randomUUID();
    await record(world, anHour(customer, { unitId }));
    const owners = await world.sql.query(`select owner from billing.ledger_account where institution_id = $1 and kind = 'overdraft'`, [customer.institutionId]);
    expect(owners).toEqual([{ owner: unitId }]);
  });

  test('is told together of all prices, and what is left after the last', async () => {
    const customer = await newCustomer(world);
    await grantCredit(world, { ...customer, amount: 2_000n, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
    const [labId, product] = [randomUUID(), await twoPrices(at('10:30:00'))];
    await world.sql.transaction((tx) => placeHold(world, tx, { ...customer, labId, amount: 500n, currency: 'KRW' }));
    expect(await used(customer, at('10:00:00'), 3_600, { labId, product })).toMatchObject({ amount: 900n, creditLeft: 1_100n, overdraft: 0n });
    expect(await used(customer, at('11:00:00'), 3_600, { labId, product })).toMatchObject({ creditLeft: 0n, overdraft: 100n });
  });
});

describe('an invoice at Stripe', () => {
  /** A final invoice over ₩600 of which Stripe tells one thing after another. */
  async function told(...news: readonly { readonly status: string; readonly amount_paid: number }[]): Promise<Record<string, bigint>> {
    const { customer, invoice } = await opened(world);
    const event = (await eventsOf(world, invoice)).at(-1);
    for (const values of news) await deliver(world, { ...event, id: `evt_${randomUUID()}`, type: 'invoice.updated', data: { object: { ...event?.data.object, ...values } } });
    const kinds = ['receivable', 'bad-debt', 'cash', 'prepayment', 'unbilled-usage'];
    const balances = await Promise.all(kinds.map((kind) => balanceOf(world, customer.institutionId, kind)));
    return Object.fromEntries(kinds.map((kind, index) => [kind, balances[index] ?? 0n]).filter(([, balance]) => balance !== 0n));
  }

  test('that is given up after it was paid in part is a loss of the rest', async () => {
    expect(await told({ status: 'open', amount_paid: 250 }, { status: 'uncollectible', amount_paid: 250 })).toEqual({ cash: 250n, 'bad-debt': 350n });
  });

  test('that is paid in part after it was given up is a smaller loss, and none when it is paid', async () => {
    const given = { status: 'uncollectible', amount_paid: 0 };
    const part = { status: 'uncollectible', amount_paid: 250 };
    expect(await told(given, part, part)).toEqual({ cash: 250n, 'bad-debt': 350n });
    expect(await told(given, part, { status: 'paid', amount_paid: 600 })).toEqual({ cash: 600n });
  });

  test('that is voided after it was given up is neither owed nor lost, and can be billed again', async () => {
    expect(await told({ status: 'uncollectible', amount_paid: 0 }, { status: 'void', amount_paid: 0 })).toEqual({ 'unbilled-usage': 600n });
  });

  test('that is paid too much in two parts keeps what is too much for the payer', async () => {
    expect(await told({ status: 'open', amount_paid: 500 }, { status: 'paid', amount_paid: 750 })).toEqual({ cash: 750n, prepayment: -150n });
  });

  test('whose news come in the wrong order is where the newest say', async () => {
    expect(await told({ status: 'void', amount_paid: 0 }, { status: 'open', amount_paid: 0 })).toEqual({ 'unbilled-usage': 600n });
    expect(await told({ status: 'paid', amount_paid: 600 }, { status: 'uncollectible', amount_paid: 0 })).toEqual({ cash: 600n });
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
