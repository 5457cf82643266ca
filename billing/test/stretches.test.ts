import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chargeFor, costOfLabs, createProduct, findViolations, publishPrice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, billingWorld, newCustomer, record, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const START = Date.parse('2026-11-24T08:00:00Z');

test('however a lab is cut into stretches, at any price and discount, each is posted and together they cost what the whole time costs', async () => {
  const terms = fc.record({
    amount: fc.bigInt({ min: 1n, max: 2_000n }),
    discountBasisPoints: fc.constantFrom(1, 10, 100, 333, 1_500, 9_999),
    stretches: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 6 }),
  });
  await fc.assert(fc.asyncProperty(terms, async ({ amount, discountBasisPoints, stretches }) => {
    const customer = await newCustomer(world, { discountBasisPoints });
    const product = `product-${randomUUID()}`;
    await createProduct(world, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
    await publishPrice(world, { product, currency: 'KRW', amount, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
    const labId = randomUUID();
    let at = START;
    for (const seconds of stretches) {
      const outcome = await record(world, anHour(customer, { labId, product, startsAt: new Date(at), endsAt: new Date(at + seconds * 1_000) }));
      expect(outcome.status).toBe('posted');
      at += seconds * 1_000;
    }
    const whole = chargeFor({ amount, perSeconds: 3_600n }, discountBasisPoints, BigInt((at - START) / 1_000)).net;
    expect((await costOfLabs(world, customer.institutionId, [labId])).get(labId)).toBe(whole);
  }), { numRuns: 8, examples: [[{ amount: 620n, discountBasisPoints: 100, stretches: Array.from({ length: 4 }, () => 60) }], [{ amount: 600n, discountBasisPoints: 10, stretches: [9, 5] }]] });
  expect(await findViolations(world)).toEqual([]);
});
