import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  chargeFor, costOfLabs, createContract, createProduct, creditOf, draftInvoice, findViolations, grantCredit, invoiceOf, publishPrice, rateAgain, unbilledMonths, usageSetAside,
  type ContractInput, type UsageInput, type UsageOutcome,
} from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, balanceOf, billingWorld, NOW, record, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const NOVEMBER = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
const someone = () => ({ institutionId: randomUUID(), learnerId: randomUUID(), courseId: randomUUID() });
const terms = (institutionId: string, changes: Partial<ContractInput> = {}): ContractInput => ({ institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: null, ...changes });

/** Tries what of an institution is set aside, as the host does. */
async function tryAgain(institutionId: string): Promise<UsageOutcome[]> {
  const own = new Set((await world.sql.query<{ id: string }>('select id from billing.usage_raw where institution_id = $1', [institutionId])).map(({ id }) => id));
  const outcomes: UsageOutcome[] = [];
  for (const one of (await usageSetAside(world)).filter(({ rawId }) => own.has(rawId))) outcomes.push(await world.sql.transaction((tx) => rateAgain(world, tx, one)));
  return outcomes;
}

const unbilled = async (institutionId: string) => (await unbilledMonths(world, institutionId)).map(({ from, amount }) => [from.toISOString().slice(0, 7), amount]);

async function unpriced(): Promise<string> {
  const product = `product-${randomUUID()}`;
  await createProduct(world, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
  return product;
}

describe('use that was set aside', () => {
  test('for want of a contract is rated once one holds for its time, and draws on the credit', async () => {
    const buyer = someone();
    await grantCredit(world, { ...buyer, amount: 400n, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
    expect(await record(world, anHour(buyer, { unitId: null }))).toEqual({ status: 'quarantined', code: 'CONTRACT_MISSING' });
    expect(await tryAgain(buyer.institutionId)).toEqual([{ status: 'quarantined', code: 'CONTRACT_MISSING' }]);
    await createContract(world, terms(buyer.institutionId, { discountBasisPoints: 1_000 }));
    expect(await tryAgain(buyer.institutionId)).toEqual([{ status: 'posted', seconds: 3_600n, amount: 540n, currency: 'KRW', creditLeft: 0n, overdraft: 140n }]);
    expect(await creditOf(world, buyer)).toMatchObject({ spent: 400n, available: 0n });
    expect([await balanceOf(world, buyer.institutionId, 'unbilled-usage'), await unbilled(buyer.institutionId)]).toEqual([540n, [['2026-11', 540n]]]);
    expect(await tryAgain(buyer.institutionId)).toEqual([]);
  });

  test('for want of a price is rated by the first one that covers it', async () => {
    const [buyer, product] = [someone(), await unpriced()];
    await createContract(world, terms(buyer.institutionId));
    await record(world, anHour(buyer, { product }));
    await publishPrice(world, { product, currency: 'USD', amount: 50n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
    expect(await tryAgain(buyer.institutionId)).toEqual([{ status: 'quarantined', code: 'PRICE_MISSING' }]);
    await publishPrice(world, { product, currency: 'KRW', amount: 720n, perSeconds: 3_600n, startsAt: new Date('2026-11-24T10:00:00Z'), by: 'test' });
    expect(await tryAgain(buyer.institutionId)).toMatchObject([{ status: 'posted', amount: 720n }]);
  });

  test('stays aside while its price begins later, and for the reason that holds now', async () => {
    const [buyer, product] = [someone(), await unpriced()];
    await record(world, anHour(buyer, { product }));
    await publishPrice(world, { product, currency: 'KRW', amount: 720n, perSeconds: 3_600n, startsAt: new Date('2026-11-24T10:00:01Z'), by: 'test' });
    await createContract(world, terms(buyer.institutionId));
    expect(await tryAgain(buyer.institutionId)).toEqual([{ status: 'quarantined', code: 'PRICE_MISSING' }]);
    expect(await unbilled(buyer.institutionId)).toEqual([]);
  });

  test('is rated also when its contract comes long after it was reported', async () => {
    const buyer = someone();
    await record(world, anHour(buyer));
    world.clock.set('2027-02-24T12:00:00Z');
    await createContract(world, terms(buyer.institutionId));
    expect(await tryAgain(buyer.institutionId)).toMatchObject([{ status: 'posted', amount: 600n }]);
    expect(await unbilled(buyer.institutionId)).toEqual([['2026-11', 600n]]);
    world.clock.set(NOW);
  });

  test.each<[string, Partial<UsageInput>]>([
    ['USAGE_SPAN_INVALID', { endsAt: new Date('2026-11-24T10:00:00Z') }],
    ['USAGE_IN_THE_FUTURE', { endsAt: new Date('2026-11-24T12:05:01Z') }],
    ['USAGE_TOO_OLD', { startsAt: new Date('2026-10-20T11:59:59Z'), endsAt: new Date('2026-10-20T13:00:00Z') }],
  ])('with %s is left to a person', async (code, changes) => {
    const buyer = someone();
    await createContract(world, terms(buyer.institutionId));
    expect(await record(world, anHour(buyer, changes))).toEqual({ status: 'quarantined', code });
    world.clock.set('2026-11-25T12:00:00Z');
    expect(await tryAgain(buyer.institutionId)).toEqual([]);
    world.clock.set(NOW);
  });

  test('and was corrected since is not rated: the correction is', async () => {
    const buyer = someone();
    const usage = anHour(buyer);
    await record(world, usage);
    await createContract(world, terms(buyer.institutionId));
    expect(await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') })).toMatchObject({ status: 'posted', amount: 300n });
    expect(await tryAgain(buyer.institutionId)).toEqual([]);
    expect(await unbilled(buyer.institutionId)).toEqual([['2026-11', 300n]]);
  });
});

describe('a correction that was set aside', () => {
  async function corrected(): Promise<{ readonly institutionId: string; readonly product: string }> {
    const [buyer, product] = [someone(), await unpriced()];
    await createContract(world, terms(buyer.institutionId));
    const usage = anHour(buyer);
    await record(world, usage);
    expect(await record(world, { ...usage, revision: 2, product })).toEqual({ status: 'quarantined', code: 'PRICE_MISSING' });
    return { institutionId: buyer.institutionId, product };
  }
  const price = (product: string) => publishPrice(world, { product, currency: 'KRW', amount: 720n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });

  test('takes the place of what stands once it can be rated', async () => {
    const { institutionId, product } = await corrected();
    await price(product);
    expect(await tryAgain(institutionId)).toMatchObject([{ status: 'posted', amount: 720n }]);
    expect(await unbilled(institutionId)).toEqual([['2026-11', 720n]]);
  });

  test('is a person’s once what stands is invoiced, and is not tried again', async () => {
    const { institutionId, product } = await corrected();
    await price(product);
    await draftInvoice(world, { institutionId, ...NOVEMBER });
    expect(await tryAgain(institutionId)).toEqual([{ status: 'quarantined', code: 'USAGE_INVOICED' }]);
    expect([await tryAgain(institutionId), await unbilled(institutionId)]).toEqual([[], []]);
  });
});

test('use that is rated after its month was invoiced goes on another invoice, and changes none', async () => {
  const [buyer, product] = [someone(), await unpriced()];
  await createContract(world, terms(buyer.institutionId));
  await record(world, anHour(buyer));
  await record(world, anHour(buyer, { product }));
  const first = await draftInvoice(world, { institutionId: buyer.institutionId, ...NOVEMBER });
  await publishPrice(world, { product, currency: 'KRW', amount: 720n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
  await tryAgain(buyer.institutionId);
  expect((await invoiceOf(world, buyer.institutionId, first.id)).lines.map(({ amount }) => amount)).toEqual([600n]);
  expect(await unbilled(buyer.institutionId)).toEqual([['2026-11', 720n]]);
  expect((await draftInvoice(world, { institutionId: buyer.institutionId, ...NOVEMBER })).total).toBe(720n);
});

test('tried by several at once and beside the running meter, a lab is rated once, over its whole time', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 8 }), fc.nat(), async (stretches, cut) => {
    const [buyer, labId] = [someone(), randomUUID()];
    let at = new Date('2026-11-24T10:00:00Z').getTime();
    const reports = stretches.map((seconds) => {
      const startsAt = new Date(at);
      at += seconds * 1_000;
      return anHour(buyer, { labId, startsAt, endsAt: new Date(at) });
    });
    const before = 1 + (cut % (reports.length - 1));
    for (const report of reports.slice(0, before)) await record(world, report);
    const aside = (await usageSetAside(world)).filter((one) => one.labId === labId);
    await createContract(world, terms(buyer.institutionId));
    const trying = [1, 2].flatMap(() => aside.map((one) => world.sql.transaction((tx) => rateAgain(world, tx, one))));
    const outcomes = await Promise.all([...trying, ...reports.slice(before).map((report) => record(world, report))]);
    expect(outcomes.filter(({ status }) => status === 'posted')).toHaveLength(reports.length);
    const seconds = BigInt(stretches.reduce((sum, part) => sum + part, 0));
    expect((await costOfLabs(world, buyer.institutionId, [labId])).get(labId) ?? 0n).toBe(chargeFor({ amount: 600n, perSeconds: 3_600n }, 0, seconds).net);
  }), { numRuns: 15 });
}, 60_000);

test('killed on the way it is still aside, and is rated the next time', async () => {
  const buyer = someone();
  const usage = anHour(buyer);
  await record(world, usage);
  await createContract(world, terms(buyer.institutionId));
  const one = (await usageSetAside(world)).find(({ labId }) => labId === usage.labId);
  if (one === undefined) throw new Error('nothing is set aside');
  const killed = world.sql.transaction(async (tx) => { await rateAgain(world, tx, one); throw new Error('killed'); });
  await expect(killed).rejects.toThrow('killed');
  expect(await unbilled(buyer.institutionId)).toEqual([]);
  expect(await tryAgain(buyer.institutionId)).toMatchObject([{ status: 'posted', amount: 600n }]);
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
