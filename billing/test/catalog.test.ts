import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contractInForce, createContract, createProduct, findContract, listProducts, publishPrice, spentUnderContracts } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, billingWorld, newCustomer, NOW, PRODUCT, record, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const terms = { discountBasisPoints: 0, allowance: 0n } as const;
const price = (changes: Partial<Parameters<typeof publishPrice>[1]> = {}) =>
  publishPrice(world, { product: PRODUCT, currency: 'KRW', amount: 1_200n, perSeconds: 3_600n, startsAt: new Date('2027-01-01T00:00:00Z'), by: 'sales', ...changes });

async function newProduct(): Promise<string> {
  const code = `product-${randomUUID()}`;
  await createProduct(world, { code, name: { ko: '새것', en: 'New' }, unit: 'second' });
  return code;
}

describe('publishing a price', () => {
  test('adds a version and keeps the ones before it', async () => {
    const product = await newProduct();
    await price({ product, amount: 600n, startsAt: new Date('2026-01-01T00:00:00Z') });
    await price({ product, startsAt: new Date('2027-02-01T00:00:00Z') });
    expect((await listProducts(world)).find(({ code }) => code === product)?.prices.map(({ amount, startsAt }) => [amount, startsAt.toISOString()])).toEqual([[600n, '2026-01-01T00:00:00.000Z'], [1_200n, '2027-02-01T00:00:00.000Z']]);
  });

  test('at a time that is taken by another price is refused', async () => {
    await price({ startsAt: new Date('2027-03-01T00:00:00Z') });
    await expect(price({ startsAt: new Date('2027-03-01T00:00:00Z'), amount: 1_201n })).rejects.toMatchObject({ code: 'PRICE_TAKEN' });
  });

  test('twice for the same time publishes it once, also at once', async () => {
    const product = await newProduct();
    const published = await Promise.all([price({ product }), price({ product }), price({ product })]);
    expect(published.map(({ repeated }) => repeated).toSorted()).toEqual([false, true, true]);
    expect(new Set(published.map(({ id }) => id)).size).toBe(1);
  });

  test('from now on, when it holds already, publishes nothing; another does', async () => {
    const product = await newProduct();
    await price({ product, startsAt: new Date('2026-11-24T11:59:30Z') });
    const published = [await price({ product, startsAt: null }), await price({ product, startsAt: null, amount: 1_300n }), await price({ product, startsAt: null, amount: 1_300n })];
    expect(published.map(({ repeated }) => repeated)).toEqual([true, false, true]);
  });

  test.each([
    ['in the past', { startsAt: new Date('2026-11-24T11:58:59Z') }, 'PRICE_IN_THE_PAST'],
    ['of less than nothing', { amount: -1n }, 'AMOUNT_INVALID'],
    ['for no time', { perSeconds: 0n }, 'AMOUNT_INVALID'],
    ['of an unknown product', { product: 'none' }, 'PRODUCT_UNKNOWN'],
  ])('%s is refused', async (_what, changes, code) => {
    await expect(price(changes)).rejects.toMatchObject({ code });
  });

  test('that is the first of a product may start in the past, and only the first: of two at once one is refused', async () => {
    const product = await newProduct();
    const first = (amount: bigint) => price({ product, amount, startsAt: new Date(Date.UTC(2026, 0, Number(amount))) });
    const outcomes = await Promise.allSettled([first(1n), first(2n), first(3n)]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'published' : outcome.reason.code)).toSorted()).toEqual(['PRICE_IN_THE_PAST', 'PRICE_IN_THE_PAST', 'published']);
    expect((await listProducts(world)).find(({ code }) => code === product)?.prices).toHaveLength(1);
  });
});

test('a product keeps its code when it gets another name', async () => {
  const rename = () => createProduct(world, { code: PRODUCT, name: { ko: '기본 실습', en: 'Basic lab' }, unit: 'second' });
  expect([await rename(), await rename()]).toEqual([true, false]);
  expect((await listProducts(world)).find(({ code }) => code === PRODUCT)?.name).toEqual({ ko: '기본 실습', en: 'Basic lab' });
});

describe('the contract in force', () => {
  test('holds from its first instant to before its last', async () => {
    const institutionId = randomUUID();
    await createContract(world, { ...terms, institutionId, currency: 'KRW', startsAt: new Date('2026-03-01T00:00:00Z'), endsAt: new Date('2026-04-01T00:00:00Z') });
    const isIn = async (at: string): Promise<boolean> => (await findContract(world.sql, institutionId, new Date(at))) !== undefined;
    expect([await isIn('2026-02-28T23:59:59Z'), await isIn('2026-03-01T00:00:00Z'), await isIn('2026-03-31T23:59:59Z'), await isIn('2026-04-01T00:00:00Z')]).toEqual([false, true, true, false]);
  });

  test('is the one that started last', async () => {
    const { institutionId } = await newCustomer(world);
    const newer = await createContract(world, { ...terms, institutionId, currency: 'KRW', discountBasisPoints: 2_000, startsAt: new Date('2026-06-01T00:00:00Z'), endsAt: null });
    expect((await contractInForce(world.sql, institutionId, new Date(NOW))).id).toBe(newer.id);
  });

  test('is missing where there is none', async () => {
    await expect(contractInForce(world.sql, randomUUID(), new Date(NOW))).rejects.toMatchObject({ code: 'CONTRACT_MISSING' });
  });

  test('may be in another currency once the one before has ended', async () => {
    const institutionId = randomUUID();
    await createContract(world, { ...terms, institutionId, currency: 'KRW', startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: new Date('2026-06-01T00:00:00Z') });
    const next = await createContract(world, { ...terms, institutionId, currency: 'USD', startsAt: new Date('2026-06-01T00:00:00Z'), endsAt: null });
    expect(next.currency).toBe('USD');
  });
});

test('what was spent under a contract is without what a correction took back', async () => {
  const customer = await newCustomer(world, { discountBasisPoints: 1_000 });
  const usage = anHour(customer);
  await record(world, usage);
  await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') });
  expect((await spentUnderContracts(world)).get(customer.contract.id)).toBe(270n);
});
