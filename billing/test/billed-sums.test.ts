import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createContract, createProduct, draftInvoice, invoiceOf, publishPrice, spentUnderContracts, unbilledMonths, usageRows, usageSums, type UsageSum,
} from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, newCustomer, PRODUCT, record, type Customer } from './billing-world.ts';
import { deliverAll, later, NOVEMBER, paymentsWorld, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => {
  world = await paymentsWorld();
  await createProduct(world, { code: OTHER, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
  await publishPrice(world, { product: OTHER, currency: 'KRW', amount: 970n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
});
afterAll(() => world.close());

const OTHER = 'lab-large';
const at = (day: number, minute = 0): Date => new Date(Date.UTC(2026, 10, day, 10, minute));
const total = (sums: readonly { readonly amount: bigint }[]): bigint => sums.reduce((sum, { amount }) => sum + amount, 0n);

/** Seconds of a new lab on a day of November; days before the first are October's. */
async function used(customer: Customer, seconds: number, day = 24, changes: { readonly unitId?: string; readonly courseId?: string; readonly product?: string } = {}): Promise<void> {
  world.clock.set(at(day, 90).toISOString());
  await record(world, anHour(customer, { ...changes, startsAt: at(day), endsAt: new Date(at(day).getTime() + seconds * 1_000) }));
  world.clock.set('2026-11-30T12:00:00Z');
}

const november = (customer: Customer) => usageSums(world, { institutionId: customer.institutionId, ...NOVEMBER });
const draft = (customer: Customer, period = NOVEMBER) => draftInvoice(world, { institutionId: customer.institutionId, ...period });

describe('what a month costs', () => {
  test('is what its draft will come to, and then what its invoice says', async () => {
    const customer = await newCustomer(world);
    for (const seconds of [4, 4, 4, 100]) await used(customer, seconds);
    const [before, rated] = [total(await november(customer)), (await usageRows(world, { institutionId: customer.institutionId, ...NOVEMBER })).reduce((sum, { amount }) => sum + amount, 0n)];
    const invoice = await draft(customer);
    expect([before, total(await november(customer)), invoice.total, rated]).toEqual([19n, 19n, 19n, 20n]);
  });

  test('is what its invoices say together, where it has several, and their rest', async () => {
    const customer = await newCustomer(world);
    for (const part of [4, 4]) {
      await used(customer, part);
      await draft(customer);
    }
    await used(customer, 4);
    // each of the three is 0.67 won, rounded by itself; one draft of them all would be 2
    expect(total(await november(customer))).toBe(3n);
  });

  test('changes no day before it, whatever is used later, and its days add up to it', async () => {
    const customer = await newCustomer(world);
    await used(customer, 4, 3);
    await used(customer, 4, 4);
    const days = async () => (await november(customer)).map(({ day, amount }) => [day, amount]);
    expect(await days()).toEqual([['2026-11-03', 1n], ['2026-11-04', 0n]]);
    await used(customer, 4, 5);
    expect(await days()).toEqual([['2026-11-03', 1n], ['2026-11-04', 0n], ['2026-11-05', 1n]]);
  });

  test('says of each part how far it is from the labs it is made of', async () => {
    const customer = await newCustomer(world);
    for (const seconds of [4, 4, 4]) await used(customer, seconds);
    expect((await november(customer)).map(({ amount, rated }) => [amount, rated])).toEqual([[2n, 3n]]);
  });

  test('counts what a voided invoice set free as what the next draft will come to', async () => {
    const customer = await newCustomer(world);
    for (const day of [3, 4]) {
      await used(customer, 4, day);
      await draft(customer, { from: at(day), to: at(day + 1) });
    }
    expect(total(await november(customer))).toBe(2n);
    await later(world, 1);
    const [first] = await world.sql.query<{ id: string }>('select id from billing.invoice where institution_id = $1 order by period_from limit 1', [customer.institutionId]);
    const invoice = await invoiceOf(world, customer.institutionId, first?.id ?? '');
    await world.stripe.invoices.finalizeInvoice(invoice.providerId ?? '');
    await world.stripe.invoices.voidInvoice(invoice.providerId ?? '');
    await deliverAll(world, invoice);
    await used(customer, 4, 5);
    expect([total(await november(customer)), total(await unbilledMonths(world, customer.institutionId))]).toEqual([2n, 1n]);
  });

  test('is of the month it was used in, also where an invoice is over two', async () => {
    const customer = await newCustomer(world);
    await used(customer, 4, 0);
    await used(customer, 4, 1);
    const invoice = await draft(customer, { from: new Date('2026-10-01T00:00:00Z'), to: NOVEMBER.to });
    const october = await usageSums(world, { institutionId: customer.institutionId, from: new Date('2026-10-01T00:00:00Z'), to: NOVEMBER.from });
    expect([total(october), total(await november(customer)), invoice.total]).toEqual([1n, 0n, 1n]);
  });
});

test('what was spent under a contract is what the invoices of its months say', async () => {
  const customer = await newCustomer(world);
  const unitId = randomUUID();
  const own = await createContract(world, { institutionId: customer.institutionId, unitId, currency: 'KRW', discountBasisPoints: 5_000, allowance: 0n, startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: null });
  for (const seconds of [4, 4, 4]) await used(customer, seconds);
  for (const seconds of [13, 13, 13]) await used(customer, seconds, 24, { unitId });
  const spent = async () => { const all = await spentUnderContracts(world); return [all.get(customer.contract.id), all.get(own.id)]; };
  expect(await spent()).toEqual([2n, 3n]);
  await draft(customer);
  expect(await spent()).toEqual([2n, 3n]);
});

interface Use { readonly seconds: number; readonly day: number; readonly course: number; readonly unit: number; readonly product: number }

const uses = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 120 }), day: fc.integer({ min: -1, max: 5 }), course: fc.nat(1), unit: fc.nat(2), product: fc.nat(1) }), { minLength: 1, maxLength: 12 });
const month = fc.constant([-30, 30] as const);
const someDays = fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: 1, max: 4 })).map(([from, length]) => [from, from + length] as const);

test('parts add up to the month, and the month to its invoices and drafts, however it was used, invoiced and cut', async () => {
  const plan = fc.record({ discount: fc.integer({ min: 0, max: 10_000 }), before: uses, drafts: fc.array(fc.oneof(someDays, month), { maxLength: 3 }), after: uses, cut: fc.integer({ min: 0, max: 4 * 86_400_000 }) });
  await fc.assert(fc.asyncProperty(plan, async ({ discount, before, drafts, after, cut }) => {
    const customer = await newCustomer(world, { discountBasisPoints: discount });
    const [units, courses] = [[undefined, randomUUID(), randomUUID()], [customer.courseId, randomUUID()]];
    const use = async (all: readonly Use[]) => {
      for (const { seconds, day, course, unit, product } of all) {
        const unitId = units[unit];
        await used(customer, seconds, day, { courseId: courses[course] ?? '', product: [PRODUCT, OTHER][product] ?? '', ...(unitId === undefined ? {} : { unitId }) });
      }
    };
    await use(before);
    for (const [from, to] of drafts) await draft(customer, { from: at(from, -600), to: at(to, -600) }).catch(() => undefined);
    await use(after);

    const both = { institutionId: customer.institutionId, from: new Date('2026-10-01T00:00:00Z'), to: NOVEMBER.to };
    const everything = await usageSums(world, both);
    const open = await unbilledMonths(world, customer.institutionId);
    const [invoiced] = await world.sql.query<{ total: string }>('select coalesce(sum(total), 0)::text as total from billing.invoice where institution_id = $1', [customer.institutionId]);
    expect(total(everything)).toBe(BigInt(invoiced?.total ?? 0) + total(open));

    const middle = new Date(at(-1).getTime() + cut);
    const parts: UsageSum[] = [...(await usageSums(world, { ...both, to: middle })), ...(await usageSums(world, { ...both, from: middle }))];
    expect(total(parts)).toBe(total(everything));
    expect(everything.filter(({ amount }) => amount < 0n)).toEqual([]);
    const rows = await usageRows(world, both);
    expect(everything.reduce((sum, { rated }) => sum + rated, 0n)).toBe(total(rows));
    expect((await spentUnderContracts(world)).get(customer.contract.id) ?? 0n).toBe(total(everything));

    for (const { from, to, amount } of open) expect((await draft(customer, { from, to })).total).toBe(amount);
    const lines = await world.sql.query<{ course_id: string; amount: string }>('select course_id, sum(amount)::text as amount from billing.invoice_line where institution_id = $1 group by 1', [customer.institutionId]);
    for (const { course_id: course, amount } of lines) expect(total((await usageSums(world, both)).filter(({ courseId }) => courseId === course))).toBe(BigInt(amount));
    expect(total(await usageSums(world, both))).toBe(total(everything));
  }), { numRuns: 25 });
}, 120_000);
