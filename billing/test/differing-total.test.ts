import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { differingInvoices, draftInvoice, finalizeInvoice, findViolations, invoiceOf, refreshInvoices, unbilledMonths, type Invoice } from '@cloudclass/billing';
import { balanceOf, type Customer } from './billing-world.ts';
import { deliver, deliverAll, drafted, eventsOf, later, NOVEMBER, opened, paymentsWorld, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

interface Edited {
  readonly customer: Customer;
  readonly invoice: Invoice;
  readonly id: string;
}

/** A draft over ₩600 to which somebody has added ₩59,400 at Stripe. */
async function edited(): Promise<Edited> {
  const { customer, invoice } = await drafted(world);
  await later(world, 1);
  const id = (await invoiceOf(world, customer.institutionId, invoice.id)).providerId ?? '';
  const { customer: payer } = await world.stripe.invoices.retrieve(id);
  await world.stripe.invoiceItems.create({ customer: String(payer), invoice: id, currency: 'krw', amount: 59_400 });
  return { customer, invoice, id };
}

const differing = async ({ invoice }: Pick<Edited, 'invoice'>) =>
  (await differingInvoices(world)).filter(({ invoiceId }) => invoiceId === invoice.id).map(({ isFinal, ours, theirs, since }) => ({ isFinal, ours: ours.amount, theirs: `${theirs.amount} ${theirs.currency}`, since }));
const now = ({ customer, invoice }: Edited) => invoiceOf(world, customer.institutionId, invoice.id);
const unbilled = async ({ customer }: Edited) => (await unbilledMonths(world, customer.institutionId)).map(({ amount }) => amount);

describe('a draft that somebody edits at Stripe', () => {
  test('is named with both totals since it was seen, however often', async () => {
    const one = await edited();
    expect(await differing(one)).toEqual([]);
    const since = world.clock.now();
    await refreshInvoices(world.delivery);
    world.clock.set(new Date(since.getTime() + 3_600_000).toISOString());
    await refreshInvoices(world.delivery);
    expect(await differing(one)).toEqual([{ isFinal: false, ours: 600n, theirs: '60000 KRW', since }]);
    await expect(finalizeInvoice(world, one.customer.institutionId, one.invoice.id)).rejects.toMatchObject({ code: 'INVOICE_TOTAL_DIFFERS' });
    await world.stripe.invoices.del(one.id);
    await refreshInvoices(world.delivery);
  });

  test('is not named any more once it is put right', async () => {
    const one = await edited();
    await refreshInvoices(world.delivery);
    const { customer: payer } = await world.stripe.invoices.retrieve(one.id);
    await world.stripe.invoiceItems.create({ customer: String(payer), invoice: one.id, currency: 'krw', amount: -59_400 });
    await refreshInvoices(world.delivery);
    expect([await differing(one), (await now(one)).providerTotal]).toEqual([[], 600n]);
  });

  test('is not named any more once it is deleted, and its month can be invoiced again', async () => {
    const one = await edited();
    await refreshInvoices(world.delivery);
    await world.stripe.invoices.del(one.id);
    await refreshInvoices(world.delivery);
    expect([await differing(one), await unbilled(one)]).toEqual([[], [600n]]);
  });
});

describe('an edited draft that somebody makes final at Stripe', () => {
  test('is named as final by its event, and nothing of it is booked', async () => {
    const one = await edited();
    await world.stripe.invoices.finalizeInvoice(one.id);
    await deliverAll(world, one.invoice);
    expect(await differing(one)).toMatchObject([{ isFinal: true, ours: 600n, theirs: '60000 KRW' }]);
    expect([(await now(one)).status, await balanceOf(world, one.customer.institutionId, 'receivable'), await unbilled(one)]).toEqual(['draft', 0n, []]);
    await world.stripe.invoices.voidInvoice(one.id);
    await refreshInvoices(world.delivery);
  });

  test.each([
    ['by its event', async (one: Edited) => deliverAll(world, one.invoice)],
    ['when the provider is asked', async () => void (await refreshInvoices(world.delivery))],
  ])('is settled by voiding it there: heard of %s', async (_how, hear) => {
    const one = await edited();
    await world.stripe.invoices.finalizeInvoice(one.id);
    await refreshInvoices(world.delivery);
    await world.stripe.invoices.voidInvoice(one.id);
    await hear(one);
    expect([await differing(one), (await now(one)).status, await unbilled(one)]).toEqual([[], 'void', [600n]]);
    expect((await draftInvoice(world, { institutionId: one.customer.institutionId, ...NOVEMBER })).total).toBe(600n);
  });

  test('does not open ours by news that come after it was voided', async () => {
    const one = await edited();
    await world.stripe.invoices.finalizeInvoice(one.id);
    await world.stripe.invoices.voidInvoice(one.id);
    for (const event of (await eventsOf(world, one.invoice)).toReversed()) await deliver(world, event);
    expect([await differing(one), (await now(one)).status, await unbilled(one)]).toEqual([[], 'void', [600n]]);
  });

  test('and is paid keeps being named, and is never booked under our total', async () => {
    const one = await edited();
    await world.stripe.invoices.finalizeInvoice(one.id);
    await world.stripe.invoices.pay(one.id, { paid_out_of_band: true });
    await deliverAll(world, one.invoice);
    await refreshInvoices(world.delivery);
    expect(await differing(one)).toMatchObject([{ isFinal: true, theirs: '60000 KRW' }]);
    expect([await balanceOf(world, one.customer.institutionId, 'cash'), await unbilled(one)]).toEqual([0n, []]);
    await world.sql.query(`update billing.invoice set differs_total = null, differs_currency = null, differs_since = null, provider_status = 'draft', provider_total = total where id = $1`, [one.invoice.id]);
  });
});

test('an invoice that is voided at Stripe before it was known to be final has nothing to take back', async () => {
  const { customer, invoice } = await opened(world);
  await world.stripe.invoices.voidInvoice(invoice.providerId ?? '');
  for (const event of (await eventsOf(world, invoice)).toReversed()) await deliver(world, event);
  expect([(await invoiceOf(world, customer.institutionId, invoice.id)).status, await balanceOf(world, customer.institutionId, 'receivable')]).toEqual(['void', 0n]);
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});
