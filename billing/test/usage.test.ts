import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { costOfLabs, createContract, createProduct, creditOf, findViolations, grantCredit, publishPrice, recordUsage, usageRows, usageSums, type UsageInput } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, balanceOf, billingWorld, newCustomer, NOW, PRODUCT, record, type BillingWorld, type Customer } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

async function learnerWith(amount: bigint, discountBasisPoints = 0): Promise<Customer> {
  const customer = await newCustomer(world, { discountBasisPoints });
  await grantCredit(world, { ...customer, amount, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
  return customer;
}

describe('recording usage', () => {
  test('rates it, posts it, and draws on the learner in one go', async () => {
    const customer = await learnerWith(1_000n, 1_000);
    const outcome = await record(world, anHour(customer));
    expect(outcome).toEqual({ status: 'posted', seconds: 3_600n, amount: 540n, currency: 'KRW', creditLeft: 460n, overdraft: 0n });
    expect(await balanceOf(world, customer.institutionId, 'unbilled-usage')).toBe(540n);
  });

  test('leaves nothing behind when the transaction around it fails', async () => {
    const customer = await learnerWith(1_000n);
    const failing = world.sql.transaction(async (tx) => {
      await recordUsage(world, tx, anHour(customer));
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await creditOf(world, customer)).toMatchObject({ spent: 0n });
    expect(await balanceOf(world, customer.institutionId, 'unbilled-usage')).toBe(0n);
  });

  test("what the credit does not cover goes to the unit's overdraft; the credit never goes below zero", async () => {
    const customer = await learnerWith(500n);
    const unitId = randomUUID();
    const outcome = await record(world, anHour(customer, { unitId }));
    expect(outcome).toMatchObject({ creditLeft: 0n, overdraft: 100n });
    expect(await creditOf(world, customer)).toMatchObject({ spent: 500n, available: 0n });
    expect(await balanceOf(world, customer.institutionId, 'overdraft')).toBe(100n);
  });

  test('a stretch over a price boundary pays each price for its part', async () => {
    const customer = await learnerWith(10_000n);
    const product = `product-${randomUUID()}`;
    await createProduct(world, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
    world.clock.set('2026-11-24T00:00:00Z');
    await publishPrice(world, { product, currency: 'KRW', amount: 600n, perSeconds: 3_600n, startsAt: new Date('2026-11-24T00:00:00Z'), by: 'test' });
    await publishPrice(world, { product, currency: 'KRW', amount: 1_200n, perSeconds: 3_600n, startsAt: new Date('2026-11-24T10:30:00Z'), by: 'test' });
    world.clock.set(NOW);
    expect(await record(world, anHour(customer, { product }))).toMatchObject({ amount: 900n });
  });

  test("a unit's own contract stands before the institution's", async () => {
    const customer = await learnerWith(10_000n);
    const unitId = randomUUID();
    await createContract(world, { institutionId: customer.institutionId, unitId, currency: 'KRW', discountBasisPoints: 5_000, allowance: 0n, startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: null });
    expect(await record(world, anHour(customer, { unitId }))).toMatchObject({ amount: 300n });
    expect(await record(world, anHour(customer))).toMatchObject({ amount: 600n });
  });
});

describe('reports that come again', () => {
  test('replays in any order and any number cost the same', async () => {
    const minute = (labId: string, index: number, customer: Customer): UsageInput =>
      anHour(customer, { labId, eventId: `${labId}:${index}`, startsAt: new Date(Date.UTC(2026, 10, 24, 10, index)), endsAt: new Date(Date.UTC(2026, 10, 24, 10, index + 1)) });
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 10, maxLength: 10 }), async (order) => {
      const customer = await learnerWith(1_000n, 500);
      const labId = randomUUID();
      for (const index of order) await record(world, minute(labId, index, customer));
      // 5 minutes at 10 won less 5 %: 47.5, halves to even
      expect((await costOfLabs(world, customer.institutionId, [labId])).get(labId)).toBe(48n);
    }), { numRuns: 6 });
  });

  test('two at once count once', async () => {
    const customer = await learnerWith(10_000n);
    const usage = anHour(customer);
    const outcomes = await Promise.all([record(world, usage), record(world, usage), record(world, usage)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['posted', 'repeated', 'repeated']);
    expect((await creditOf(world, customer))?.spent).toBe(600n);
  });

  test('stretches of one lab that come at once cost what the whole time costs', async () => {
    const customer = await learnerWith(10_000n, 500);
    const labId = randomUUID();
    const minutes = Array.from({ length: 9 }, (_, index) => index);
    await Promise.all(minutes.map((index) => record(world, anHour(customer, {
      labId, startsAt: new Date(Date.UTC(2026, 10, 24, 10, index)), endsAt: new Date(Date.UTC(2026, 10, 24, 10, index + 1)),
    }))));
    // 9 minutes at 9.5 won are 85.5; each rounded by itself would make 90
    expect((await costOfLabs(world, customer.institutionId, [labId])).get(labId)).toBe(86n);
  });

  test('the same name with other content changes nothing and says so', async () => {
    const customer = await learnerWith(10_000n);
    const usage = anHour(customer);
    await record(world, usage);
    expect(await record(world, { ...usage, endsAt: new Date('2026-11-24T11:30:00Z') })).toEqual({ status: 'conflict' });
    expect((await creditOf(world, customer))?.spent).toBe(600n);
  });
});

describe('corrections', () => {
  test('a higher revision takes back what the lower one cost, and the credit with it', async () => {
    const customer = await learnerWith(1_000n);
    const usage = anHour(customer);
    await record(world, usage);
    expect(await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') })).toMatchObject({ amount: 300n, creditLeft: 700n });
    expect(await balanceOf(world, customer.institutionId, 'unbilled-usage')).toBe(300n);
    expect(await usageRows(world, { institutionId: customer.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') })).toHaveLength(1);
  });

  test('a lower revision that comes late is kept and counts for nothing', async () => {
    const customer = await learnerWith(1_000n);
    const usage = anHour(customer);
    await record(world, { ...usage, revision: 3 });
    expect(await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') })).toEqual({ status: 'superseded' });
    expect((await creditOf(world, customer))?.spent).toBe(600n);
  });

  test('a correction that cannot be rated leaves what stands', async () => {
    const customer = await learnerWith(1_000n);
    const usage = anHour(customer);
    await record(world, usage);
    expect(await record(world, { ...usage, revision: 2, product: 'unknown' })).toEqual({ status: 'quarantined', code: 'PRICE_MISSING' });
    expect((await creditOf(world, customer))?.spent).toBe(600n);
  });
});

describe('reports that cannot be rated are kept aside', () => {
  test.each<[string, Partial<UsageInput>]>([
    ['USAGE_SPAN_INVALID', { endsAt: new Date('2026-11-24T10:00:00Z') }],
    ['USAGE_SPAN_INVALID', { endsAt: new Date('2026-11-24T09:00:00Z') }],
    ['USAGE_SPAN_INVALID', { endsAt: new Date('2026-11-24T10:00:00.400Z') }],
    ['USAGE_IN_THE_FUTURE', { endsAt: new Date('2026-11-24T12:05:01Z') }],
    ['USAGE_TOO_OLD', { startsAt: new Date('2026-10-20T11:59:59Z'), endsAt: new Date('2026-10-20T13:00:00Z') }],
    ['PRICE_MISSING', { product: 'unknown' }],
    ['CONTRACT_MISSING', { institutionId: randomUUID() }],
  ])('%s', async (code, changes) => {
    const customer = await newCustomer(world);
    expect(await record(world, anHour(customer, changes))).toEqual({ status: 'quarantined', code });
  });

  test('a clock that is five minutes ahead is still taken', async () => {
    const customer = await newCustomer(world);
    expect(await record(world, anHour(customer, { endsAt: new Date('2026-11-24T12:05:00Z') }))).toMatchObject({ status: 'posted' });
  });
});

describe('what was used', () => {
  test('sums by course, unit and day, and every sum drills down to its rows', async () => {
    const customer = await learnerWith(10_000n);
    await record(world, anHour(customer));
    await record(world, anHour(customer, { startsAt: new Date('2026-11-23T10:00:00Z'), endsAt: new Date('2026-11-23T12:00:00Z') }));
    const month = { institutionId: customer.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
    expect((await usageSums(world, month)).map(({ day, amount }) => [day, amount])).toEqual([['2026-11-23', 1_200n], ['2026-11-24', 600n]]);
    expect((await usageRows(world, month)).map(({ amount, product }) => [product, amount])).toEqual([[PRODUCT, 600n], [PRODUCT, 1_200n]]);
  });

  test('is summed up without what a correction took back', async () => {
    const customer = await learnerWith(10_000n);
    const usage = anHour(customer);
    await record(world, usage);
    await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') });
    const sums = await usageSums(world, { institutionId: customer.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') });
    expect(sums.map(({ seconds, amount }) => [seconds, amount])).toEqual([[1_800n, 300n]]);
  });

  test("of a lab is nobody's to see but its institution's", async () => {
    const [customer, stranger] = [await learnerWith(10_000n), await newCustomer(world)];
    const usage = anHour(customer);
    await record(world, usage);
    expect(await costOfLabs(world, stranger.institutionId, [usage.labId])).toEqual(new Map());
  });

  test('pages through rows without losing or repeating one', async () => {
    const customer = await learnerWith(100_000n);
    for (let index = 0; index < 5; index += 1) await record(world, anHour(customer));
    const month = { institutionId: customer.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z'), limit: 2 };
    const seen: string[] = [];
    for (let page = await usageRows(world, month); page.length > 0; page = await usageRows(world, { ...month, after: seen.at(-1) })) seen.push(...page.map(({ id }) => id));
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
