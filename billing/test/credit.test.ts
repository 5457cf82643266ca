import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BillingError, createContract, creditOf, endContract, ensureAllowance, expireCredit, expireHolds, findViolations, grantCredit, placeHold, publishPrice, releaseHold, type CreditHolder, type GrantInput } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, balanceOf, billingWorld, newCustomer, NOW, PRODUCT, record, type BillingWorld, type Customer } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const grant = (customer: CreditHolder, amount: bigint, changes: Partial<GrantInput> = {}): ReturnType<typeof grantCredit> =>
  grantCredit(world, { ...customer, amount, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID(), ...changes });
const hold = (customer: CreditHolder, amount: bigint, labId: string = randomUUID(), expiresAt?: Date): Promise<void> =>
  world.sql.transaction((tx) => placeHold(world, tx, { ...customer, labId, amount, currency: 'KRW', ...(expiresAt === undefined ? {} : { expiresAt }) }));

/** What a lab that asked for a hold is told. */
function answerOf(outcome: PromiseSettledResult<void>): unknown {
  if (outcome.status === 'fulfilled') return 'held';
  return outcome.reason instanceof BillingError ? outcome.reason.code : outcome.reason;
}

async function learnerWith(amount: bigint): Promise<Customer> {
  const customer = await newCustomer(world);
  await grant(customer, amount);
  return customer;
}

describe('granting credit', () => {
  test('adds to what may be spent', async () => {
    const customer = await learnerWith(1_000n);
    await grant(customer, 500n);
    expect(await creditOf(world, customer)).toEqual({ currency: 'KRW', granted: 1_500n, spent: 0n, held: 0n, available: 1_500n });
  });

  test('happens once per key, also when two ask at once', async () => {
    const customer = await newCustomer(world);
    const granted = await Promise.all([1, 2, 3].map(() => grant(customer, 100n, { opKey: `once:${customer.learnerId}` })));
    expect(new Set(granted.map(({ id }) => id)).size).toBe(1);
    expect(granted.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect((await creditOf(world, customer))?.granted).toBe(100n);
  });

  test('refuses a key that was used for another amount', async () => {
    const customer = await newCustomer(world);
    await grant(customer, 100n, { opKey: `reused:${customer.learnerId}` });
    await expect(grant(customer, 900n, { opKey: `reused:${customer.learnerId}` })).rejects.toMatchObject({ code: 'OPERATION_KEY_REUSED' });
  });

  test("refuses another currency than the contract's", async () => {
    const customer = await newCustomer(world);
    await expect(grant(customer, 100n, { currency: 'USD' })).rejects.toMatchObject({ code: 'CREDIT_CURRENCY_MISMATCH' });
  });

  test("gives a learner the contract's allowance once per course", async () => {
    const customer = await newCustomer(world, { allowance: 5_000n });
    await ensureAllowance(world, customer);
    await ensureAllowance(world, customer);
    expect((await creditOf(world, customer))?.granted).toBe(5_000n);
  });
});

describe('holding credit', () => {
  test('two labs that race for the last won: one gets it', async () => {
    const customer = await learnerWith(100n);
    const outcomes = await Promise.allSettled([hold(customer, 60n), hold(customer, 60n)]);
    expect(outcomes.map(answerOf).sort()).toEqual(['CREDIT_INSUFFICIENT', 'held']);
    expect((await creditOf(world, customer))?.available).toBe(40n);
  });

  test('never lets ten racing labs hold more than there is', async () => {
    const customer = await learnerWith(100n);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => hold(customer, 30n)));
    expect(outcomes.map(answerOf).sort()).toEqual([...Array.from({ length: 7 }, () => 'CREDIT_INSUFFICIENT'), 'held', 'held', 'held']);
    expect((await creditOf(world, customer))?.available).toBe(10n);
  });

  test('of nothing needs no credit', async () => {
    await expect(hold(await newCustomer(world), 0n)).resolves.toBeUndefined();
  });

  test('is refused in another currency than the credit was granted in', async () => {
    const customer = await learnerWith(100n);
    const inDollars = world.sql.transaction((tx) => placeHold(world, tx, { ...customer, labId: randomUUID(), amount: 10n, currency: 'USD' }));
    await expect(inDollars).rejects.toMatchObject({ code: 'CREDIT_INSUFFICIENT' });
  });

  test('refuses with the amounts in the private detail', async () => {
    const customer = await learnerWith(10n);
    await expect(hold(customer, 11n)).rejects.toMatchObject({ code: 'CREDIT_INSUFFICIENT', detail: '11 needed, 10 available' });
  });

  test('is placed once per lab', async () => {
    const customer = await learnerWith(100n);
    const labId = randomUUID();
    await hold(customer, 40n, labId);
    await hold(customer, 40n, labId);
    expect((await creditOf(world, customer))?.held).toBe(40n);
  });

  test('ends as voided when the lab used nothing, and gives everything back once', async () => {
    const customer = await learnerWith(100n);
    const labId = randomUUID();
    await hold(customer, 40n, labId);
    await releaseHold(world, labId);
    await releaseHold(world, labId);
    expect(await creditOf(world, customer)).toMatchObject({ held: 0n, available: 100n });
    expect(await statusOf(labId)).toBe('voided');
  });

  test('ends as posted when the lab used some of it', async () => {
    const customer = await learnerWith(1_000n);
    const labId = randomUUID();
    await hold(customer, 900n, labId);
    await record(world, anHour(customer, { labId }));
    await releaseHold(world, labId);
    expect(await creditOf(world, customer)).toMatchObject({ spent: 600n, held: 0n, available: 400n });
    expect(await statusOf(labId)).toBe('posted');
  });

  test('ends as expired when nobody ended it in time', async () => {
    const customer = await learnerWith(100n);
    const labId = randomUUID();
    await hold(customer, 40n, labId, new Date(NOW));
    expect(await expireHolds(world)).toBe(1);
    expect((await creditOf(world, customer))?.available).toBe(100n);
    expect(await statusOf(labId)).toBe('expired');
  });
});

describe('a learner whose institution buys in another currency from now on', () => {
  const inDollars = (customer: Customer) => ({ ...customer, currency: 'USD' as const });
  /** Had ₩5,000, of which a lab that runs holds ₩150; now there are $5.00. */
  async function changed(labId: string): Promise<Customer> {
    const customer = await newCustomer(world, { allowance: 5_000n });
    await ensureAllowance(world, customer);
    await hold(customer, 150n, labId);
    await endContract(world, customer.contract.id, new Date(NOW));
    await createContract(world, { institutionId: customer.institutionId, currency: 'USD', discountBasisPoints: 0, allowance: 500n, startsAt: null, endsAt: null });
    await ensureAllowance(world, customer);
    return customer;
  }

  test('is granted credit in it, beside what is left of the other, and can hold that', async () => {
    const customer = await changed(randomUUID());
    await world.sql.transaction((tx) => placeHold(world, tx, { ...inDollars(customer), labId: randomUUID(), amount: 13n }));
    expect(await creditOf(world, inDollars(customer))).toMatchObject({ granted: 500n, held: 13n, available: 487n });
    expect(await creditOf(world, { ...customer, currency: 'KRW' })).toMatchObject({ granted: 5_000n, held: 150n });
  });

  test('pays for a lab that began before out of what the contract of each stretch is in', async () => {
    const labId = randomUUID();
    const customer = await changed(labId);
    await publishPrice(world, { product: PRODUCT, currency: 'USD', amount: 50n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
    await record(world, anHour(customer, { labId, startsAt: new Date('2026-11-24T11:00:00Z'), endsAt: new Date(NOW) }));
    const late = anHour(customer, { labId, startsAt: new Date(NOW), endsAt: new Date('2026-11-24T12:05:00Z') });
    expect(await record(world, late)).toMatchObject({ status: 'posted', amount: 4n, currency: 'USD', creditLeft: 496n });
    expect(await record(world, { ...late, revision: 2, endsAt: new Date('2026-11-24T12:02:00Z') })).toMatchObject({ amount: 2n, creditLeft: 498n });
    await releaseHold(world, labId);
    expect(await creditOf(world, { ...customer, currency: 'KRW' })).toMatchObject({ spent: 600n, held: 0n });
    expect(await creditOf(world, inDollars(customer))).toMatchObject({ spent: 2n, held: 0n });
  });
});

describe('credit whose time is over', () => {
  const soon = new Date('2026-11-24T13:00:00Z');

  test('is taken out, and only what was not spent of it', async () => {
    const customer = await learnerWith(1_000n);
    await grant(customer, 1_000n, { expiresAt: soon, kind: 'promotional' });
    await record(world, anHour(customer));
    await at('2026-11-24T13:00:00Z', () => expireCredit(world));
    expect(await creditOf(world, customer)).toEqual({ currency: 'KRW', granted: 1_600n, spent: 600n, held: 0n, available: 1_000n });
    expect(await balanceOf(world, customer.institutionId, 'learner-credit')).toBe(-1_000n);
  });

  test('cannot be held even before the nightly job has run', async () => {
    const customer = await newCustomer(world);
    await grant(customer, 100n, { expiresAt: soon });
    await expect(at('2026-11-24T13:00:00Z', () => hold(customer, 50n))).rejects.toMatchObject({ code: 'CREDIT_INSUFFICIENT' });
  });

  test('is left to a lab that holds it, until that lab ends', async () => {
    const customer = await newCustomer(world);
    await grant(customer, 100n, { expiresAt: soon });
    const labId = randomUUID();
    await hold(customer, 70n, labId);
    await at('2026-11-24T13:00:00Z', () => expireCredit(world));
    expect(await creditOf(world, customer)).toMatchObject({ granted: 70n, held: 70n, available: 0n });
    await releaseHold(world, labId);
    await at('2026-11-24T13:05:00Z', () => expireCredit(world));
    expect(await creditOf(world, customer)).toMatchObject({ granted: 0n, held: 0n, available: 0n });
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});

async function at<Result>(time: string, act: () => Promise<Result>): Promise<Result> {
  world.clock.set(time);
  try {
    return await act();
  } finally {
    world.clock.set(NOW);
  }
}

async function statusOf(labId: string): Promise<string | undefined> {
  return (await world.sql.query<{ status: string }>('select status from billing.hold where lab_id = $1', [labId]))[0]?.status;
}
