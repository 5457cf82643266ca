import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContract, draftInvoice, endContract, findContract, invoiceOf, listContracts, withdrawContract, type ContractInput } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, billingWorld, newCustomer, NOW, record, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const now = new Date(NOW);
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const terms = (changes: Partial<ContractInput> = {}): ContractInput => ({ institutionId: randomUUID(), currency: 'KRW', discountBasisPoints: 1_000, allowance: 5_000n, startsAt: null, endsAt: null, ...changes });
const contractsOf = async (institutionId: string) => (await listContracts(world)).filter((contract) => contract.institutionId === institutionId);

describe('setting up a contract', () => {
  test('begins it now where no beginning is named', async () => {
    expect(await createContract(world, terms())).toMatchObject({ startsAt: now, endsAt: null, repeated: false });
  });

  test('twice under one key sets up one, also at once', async () => {
    const input = terms({ id: randomUUID() });
    const made = await Promise.all([createContract(world, input), createContract(world, input)]);
    expect(made.map(({ id, repeated }) => [id, repeated]).toSorted()).toEqual([[input.id, false], [input.id, true]]);
    expect(await contractsOf(input.institutionId)).toHaveLength(1);
  });

  test.each<[string, Partial<ContractInput>]>([['now', {}], ['on a day', { startsAt: later(2), endsAt: later(9) }], ['for a unit', { unitId: randomUUID() }]])('without a key twice %s sets up one, so that no learner gets its credit twice', async (_when, changes) => {
    const input = terms(changes);
    const made = await Promise.all([createContract(world, input), createContract(world, input)]);
    expect(made.map(({ repeated }) => repeated).toSorted()).toEqual([false, true]);
    expect(await contractsOf(input.institutionId)).toHaveLength(1);
  });

  test.each<[string, Partial<ContractInput>]>([['other terms', { allowance: 1n }], ['a unit', { unitId: randomUUID() }], ['a later day', { startsAt: later(2) }]])('without a key with %s sets up another', async (_what, changes) => {
    const input = terms();
    await createContract(world, input);
    expect(await createContract(world, { ...input, ...changes })).toMatchObject({ repeated: false });
  });

  test.each<[string, Partial<ContractInput>]>([
    ['another discount', { discountBasisPoints: 2_000 }],
    ['another allowance', { allowance: 1n }],
    ['another institution', { institutionId: randomUUID() }],
    ['another business unit', { unitId: randomUUID() }],
    ['another beginning', { startsAt: later(1) }],
    ['another end', { endsAt: later(9) }],
  ])('under a used key with %s is refused', async (_what, changes) => {
    const input = terms({ id: randomUUID() });
    await createContract(world, input);
    await expect(createContract(world, { ...input, ...changes })).rejects.toMatchObject({ code: 'OPERATION_KEY_REUSED' });
  });

  test.each<[string, Partial<ContractInput>, string]>([
    ['with more than all taken off', { discountBasisPoints: 10_001 }, 'DISCOUNT_INVALID'],
    ['with a discount of less than nothing', { discountBasisPoints: -1 }, 'DISCOUNT_INVALID'],
    ['with a part of a basis point', { discountBasisPoints: 12.5 }, 'DISCOUNT_INVALID'],
    ['with an allowance of less than nothing', { allowance: -1n }, 'AMOUNT_INVALID'],
    ['that ends as it begins', { startsAt: later(1), endsAt: later(1) }, 'PERIOD_INVALID'],
  ])('%s is refused', async (_what, changes, code) => {
    await expect(createContract(world, terms(changes))).rejects.toMatchObject({ code });
  });
});

describe('ending a contract', () => {
  const running = () => createContract(world, terms({ startsAt: later(-30), endsAt: later(60) }));

  test.each([['now', 0], ['later', 10]])('%s twice ends it once', async (_when, days) => {
    const { id } = await running();
    const ended = [await endContract(world, id, later(days)), await endContract(world, id, later(days))];
    expect(ended.map(({ endsAt, repeated }) => [endsAt, repeated])).toEqual([[later(days), false], [later(days), true]]);
  });

  test('now, when it is over since a moment ago, leaves it as it is', async () => {
    const { id } = await running();
    const before = new Date(now.getTime() - 5_000);
    await endContract(world, id, before);
    expect(await endContract(world, id, now)).toMatchObject({ endsAt: before, repeated: true });
  });

  test.each([['in the past', -1], ['after its end', 61], ['before it begins', -31]])('%s is refused', async (_when, days) => {
    const { id } = await running();
    await expect(endContract(world, id, later(days))).rejects.toMatchObject({ code: 'PERIOD_INVALID' });
  });

  test('that has not begun is refused', async () => {
    const { id } = await createContract(world, terms({ startsAt: later(3) }));
    await expect(endContract(world, id, now)).rejects.toMatchObject({ code: 'PERIOD_INVALID' });
  });
});

describe('withdrawing a contract', () => {
  test('that has not begun leaves nothing of it, twice as once', async () => {
    const input = terms({ startsAt: later(3) });
    const { id } = await createContract(world, input);
    expect([await withdrawContract(world, id), await withdrawContract(world, id)].map(({ repeated }) => repeated)).toEqual([false, true]);
    expect([await contractsOf(input.institutionId), await findContract(world.sql, input.institutionId, later(4))]).toEqual([[], undefined]);
  });

  test('makes room for another currency', async () => {
    const input = terms({ startsAt: later(3) });
    await withdrawContract(world, (await createContract(world, input)).id);
    expect(await createContract(world, { ...input, currency: 'USD' })).toMatchObject({ currency: 'USD', repeated: false });
  });

  test('is for good: its key does not bring it back, and it has no end to set', async () => {
    const input = terms({ id: randomUUID(), startsAt: later(3) });
    const { id } = await createContract(world, input);
    await withdrawContract(world, id);
    await expect(createContract(world, input)).rejects.toMatchObject({ code: 'OPERATION_KEY_REUSED' });
    await expect(endContract(world, id, later(9))).rejects.toMatchObject({ code: 'CONTRACT_UNKNOWN' });
    expect(await createContract(world, { ...input, id: randomUUID() })).toMatchObject({ repeated: false });
  });

  test.each([['this very moment', 0], ['long ago', -30]])('that began %s is refused', async (_when, days) => {
    const { id } = await createContract(world, terms({ startsAt: later(days) }));
    await expect(withdrawContract(world, id)).rejects.toMatchObject({ code: 'CONTRACT_BEGUN' });
  });

  test('that is not there is refused', async () => {
    await expect(withdrawContract(world, 'none')).rejects.toMatchObject({ code: 'CONTRACT_UNKNOWN' });
  });

  test('is refused by the database once it has begun', async () => {
    const { id } = await createContract(world, terms());
    await expect(world.sql.query('update billing.contract set withdrawn_at = starts_at where id = $1', [id])).rejects.toThrow('contract_withdrawn_before_it_began');
  });
});

test('a new contract changes no price that was rated, invoiced or not', async () => {
  const customer = await newCustomer(world, { discountBasisPoints: 1_000 });
  await record(world, anHour(customer));
  const period = { institutionId: customer.institutionId, from: later(-30), to: later(1) };
  const { id } = await draftInvoice(world, period);
  const invoice = await invoiceOf(world, customer.institutionId, id);
  await record(world, anHour(customer, { startsAt: new Date('2026-11-24T11:00:00Z'), endsAt: new Date('2026-11-24T12:00:00Z') }));
  const before = await listContracts(world);
  await createContract(world, terms({ institutionId: customer.institutionId, discountBasisPoints: 9_000, startsAt: later(-20) }));
  expect(await invoiceOf(world, customer.institutionId, id)).toEqual(invoice);
  expect((await listContracts(world)).find((one) => one.id === customer.contract.id)).toEqual(before.find((one) => one.id === customer.contract.id));
});
