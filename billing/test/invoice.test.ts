import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContract, createProduct, createStripeProvider, deliverPaymentRequests, draftInvoice, finalizeInvoice, findViolations, invoiceOf, listInvoices, publishPrice, unbilledMonths, usageRows } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, balanceOf, newCustomer, PRODUCT, record, type Customer } from './billing-world.ts';
import { deliverAll, drafted, later, NOVEMBER, opened, paymentsWorld, requestStatus, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

const draft = (customer: Customer, opKey?: string) => draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER, ...(opKey === undefined ? {} : { opKey }) });

/** Seconds of a new lab each, in one course. */
async function used(customer: Customer, seconds: number, unitId: string | null = null): Promise<void> {
  await record(world, anHour(customer, { unitId, endsAt: new Date(new Date('2026-11-24T10:00:00Z').getTime() + seconds * 1000) }));
}

describe('drafting an invoice', () => {
  test('has a line per course and unit', async () => {
    const customer = await newCustomer(world);
    const unit = randomUUID();
    await used(customer, 3_600);
    await used(customer, 1_800, unit);
    await used({ ...customer, courseId: randomUUID() }, 60);
    const invoice = await draft(customer);
    expect(invoice.lines.map(({ unitId, seconds, amount }) => [unitId, seconds, amount])).toEqual([[null, 3_600n, 600n], [unit, 1_800n, 300n], [null, 60n, 10n]]);
    expect(invoice.total).toBe(910n);
  });

  test('rounds a line once, so that the payer can check it; what its labs were rounded to goes to an account', async () => {
    const customer = await newCustomer(world);
    // 33 s at 600 won an hour are 5.5 won: each lab was rated at 6, three of them are 16.5
    for (let lab = 0; lab < 3; lab += 1) await used(customer, 33);
    const invoice = await draft(customer);
    expect(invoice.lines.map(({ seconds, amount }) => [seconds, amount])).toEqual([[99n, 16n]]);
    await later(world, 1);
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    expect(await balanceOf(world, customer.institutionId, 'rounding')).toBe(2n);
    expect(await balanceOf(world, customer.institutionId, 'unbilled-usage')).toBe(0n);
  });

  test('has a line for each price, so that each can be checked', async () => {
    const customer = await newCustomer(world);
    const product = `product-${randomUUID()}`;
    await createProduct(world, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
    for (const [amount, startsAt] of [[600n, '2026-01-01'], [1_200n, '2026-11-24T10:30:00Z']] as const) {
      await world.sql.query(
        `insert into billing.price_version (id, product_code, currency, amount, per_seconds, starts_at, published_by, published_at) values ($1, $2, 'KRW', $3, 3600, $4, 'test', now())`,
        [randomUUID(), product, amount.toString(), startsAt],
      );
    }
    await record(world, anHour(customer, { product }));
    expect((await draft(customer)).lines.map(({ seconds, amount }) => [seconds, amount])).toEqual([[1_800n, 600n], [1_800n, 300n]]);
  });

  test('takes each use once: of managers who draft at once, all but one find nothing left', async () => {
    const customer = await newCustomer(world);
    await used(customer, 3_600);
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => draft(customer)));
    const answers = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'drafted' : outcome.reason.code));
    expect(answers.sort()).toEqual([...Array.from({ length: 5 }, () => 'INVOICE_EMPTY'), 'drafted']);
    expect(await listInvoices(world, customer.institutionId)).toHaveLength(1);
  });

  test('with a key is done once, and a key is for one period', async () => {
    const customer = await newCustomer(world);
    await used(customer, 3_600);
    const key = randomUUID();
    const [first, again] = [await draft(customer, key), await draft(customer, key)];
    expect([again.id, first.repeated, again.repeated]).toEqual([first.id, false, true]);
    const other = draftInvoice(world, { institutionId: customer.institutionId, from: NOVEMBER.from, to: new Date('2026-11-30T00:00:00Z'), opKey: key });
    await expect(other).rejects.toMatchObject({ code: 'OPERATION_KEY_REUSED' });
  });

  test('the database refuses a second allocation of a use', async () => {
    const { invoice } = await drafted(world);
    const line = invoice.lines[0]?.id ?? '';
    const other = await drafted(world);
    const second = world.sql.query('insert into billing.invoice_line_usage (rated_id, line_id) select rated_id, $1 from billing.invoice_line_usage where line_id = $2', [other.invoice.lines[0]?.id, line]);
    await expect(second).rejects.toThrow('invoice_line_usage_allocated_once');
  });

  test('is possible after the contract has ended', async () => {
    const customer = await newCustomer(world);
    await used(customer, 3_600);
    await world.sql.query('update billing.contract set ends_at = $2 where id = $1', [customer.contract.id, new Date('2026-11-24T11:00:00Z')]);
    expect((await draft(customer)).total).toBe(600n);
  });

  test('is in one currency; what a new contract brought in another comes next', async () => {
    const customer = await newCustomer(world);
    await publishPrice(world, { product: PRODUCT, currency: 'USD', amount: 50n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
    await used(customer, 3_600);
    await world.sql.query('update billing.contract set ends_at = $2 where id = $1', [customer.contract.id, new Date('2026-11-24T11:00:00Z')]);
    await createContract(world, { institutionId: customer.institutionId, currency: 'USD', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-11-24T11:00:00Z'), endsAt: null });
    await record(world, anHour(customer, { startsAt: new Date('2026-11-24T11:00:00Z'), endsAt: new Date('2026-11-24T12:00:00Z') }));
    const invoices = [await draft(customer), await draft(customer)];
    expect(invoices.map(({ currency, total }) => [currency, total])).toEqual([['KRW', 600n], ['USD', 50n]]);
  });

  test('may be of one currency, where a month has two', async () => {
    const customer = await newCustomer(world);
    await used(customer, 3_600);
    const dollars = draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER, currency: 'USD' });
    await expect(dollars).rejects.toMatchObject({ code: 'INVOICE_EMPTY' });
    expect((await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER, currency: 'KRW' })).total).toBe(600n);
  });

  test('of an empty period is refused', async () => {
    await expect(draft(await newCustomer(world))).rejects.toMatchObject({ code: 'INVOICE_EMPTY' });
  });

  test('of a period that ends before it begins is refused', async () => {
    const customer = await newCustomer(world);
    await expect(draftInvoice(world, { institutionId: customer.institutionId, from: NOVEMBER.to, to: NOVEMBER.from })).rejects.toMatchObject({ code: 'PERIOD_INVALID' });
  });

  test("of another institution's invoice nothing is shown", async () => {
    const { invoice } = await drafted(world);
    await expect(invoiceOf(world, randomUUID(), invoice.id)).rejects.toMatchObject({ code: 'INVOICE_UNKNOWN' });
  });
});

describe('usage that comes late', () => {
  test('after the draft goes on the next invoice', async () => {
    const { customer } = await drafted(world);
    await used(customer, 1_800);
    expect((await draft(customer)).total).toBe(300n);
  });

  test('as a correction of what is invoiced is put aside for a person', async () => {
    const customer = await newCustomer(world);
    const usage = anHour(customer);
    await record(world, usage);
    await draft(customer);
    expect(await record(world, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') })).toEqual({ status: 'quarantined', code: 'USAGE_INVOICED' });
  });
});

describe('what is on no invoice yet', () => {
  test('is named month by month, also when the month is over, until it is drafted', async () => {
    const customer = await newCustomer(world);
    await used(customer, 3_600);
    await record(world, anHour(customer, { startsAt: new Date('2026-10-31T23:59:30Z'), endsAt: new Date('2026-11-01T00:00:30Z') }));
    const months = async () => (await unbilledMonths(world, customer.institutionId)).map(({ from, to, amount, currency }) => [from.toISOString().slice(0, 7), to.toISOString().slice(0, 7), amount, currency]);
    expect(await months()).toEqual([['2026-10', '2026-11', 10n, 'KRW'], ['2026-11', '2026-12', 600n, 'KRW']]);
    await draft(customer);
    expect(await months()).toEqual([['2026-10', '2026-11', 10n, 'KRW']]);
    expect(await unbilledMonths(world, randomUUID())).toEqual([]);
  });

  test('are shown with what their draft will come to, rounded once a line and not lab by lab', async () => {
    const customer = await newCustomer(world);
    for (const seconds of [4, 4, 4, 100]) await used(customer, seconds);
    const [month] = await unbilledMonths(world, customer.institutionId);
    expect(month?.amount).toBe((await draft(customer)).total);
  });
});

describe('an invoice that is voided at Stripe', () => {
  test('takes the debt back and sets its uses free for another', async () => {
    const { customer, invoice } = await opened(world);
    await world.stripe.invoices.voidInvoice(invoice.providerId ?? '');
    await deliverAll(world, invoice);
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe('void');
    expect(await balanceOf(world, customer.institutionId, 'receivable')).toBe(0n);
    expect(await usageRows(world, { institutionId: customer.institutionId, ...NOVEMBER })).toEqual([expect.objectContaining({ invoiced: false })]);
    expect((await draft(customer)).total).toBe(600n);
  });
});

describe('making a draft final', () => {
  test('waits until the draft is at the payment provider', async () => {
    const { customer, invoice } = await drafted(world);
    await expect(finalizeInvoice(world, customer.institutionId, invoice.id)).rejects.toMatchObject({ code: 'INVOICE_NOT_READY' });
  });

  test('is refused when the draft was edited at Stripe to a hundred times its amount', async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    const { providerId } = await invoiceOf(world, customer.institutionId, invoice.id);
    const atStripe = await world.stripe.invoices.retrieve(providerId ?? '');
    await world.stripe.invoiceItems.create({ customer: String(atStripe.customer), invoice: atStripe.id, currency: 'krw', amount: 59_400 });
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    expect(await requestStatus(world, invoice, 'finalize')).toBe('dead');
    expect((await world.stripe.invoices.retrieve(atStripe.id)).status).toBe('draft');
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe('draft');
    expect(await balanceOf(world, customer.institutionId, 'receivable')).toBe(0n);
  });

  test('asks anew for a draft that was refused, once the reason is gone', async () => {
    const { customer, invoice } = await drafted(world);
    const wrongKey = createStripeProvider({ secretKey: 'sk_test_wrong', apiUrl: world.local.url });
    await deliverPaymentRequests({ ...world.delivery, provider: wrongKey });
    expect(await requestStatus(world, invoice)).toBe('dead');
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ refused: true, pending: false });
    expect(await finalizeInvoice(world, customer.institutionId, invoice.id)).toMatchObject({ asked: 'draft', refused: false, pending: true });
    await later(world, 1);
    expect(await finalizeInvoice(world, customer.institutionId, invoice.id)).toMatchObject({ providerTotal: 600n, asked: 'final' });
    expect(await finalizeInvoice(world, customer.institutionId, invoice.id)).toMatchObject({ asked: 'nothing' });
  });

  test('the database refuses a final invoice whose totals differ', async () => {
    const { invoice } = await drafted(world);
    await expect(world.sql.query(`update billing.invoice set status = 'open', provider_total = total * 100 where id = $1`, [invoice.id])).rejects.toThrow('check constraint');
  });

  test('again, after the reason of a refusal is gone, succeeds', async () => {
    const { customer, invoice } = await drafted(world);
    await later(world, 1);
    await world.sql.query(
      `insert into billing.stripe_outbox (op_key, institution_id, invoice_id, kind, status, created_at, next_attempt_at) values ($1, $2, $3, 'finalize', 'dead', now(), now())`,
      [`finalize:${invoice.id}`, customer.institutionId, invoice.id],
    );
    await finalizeInvoice(world, customer.institutionId, invoice.id);
    await later(world, 1);
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe('open');
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
