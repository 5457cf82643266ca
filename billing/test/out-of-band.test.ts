import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findViolations, invoiceOf, refreshInvoices, type Invoice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { balanceOf } from './billing-world.ts';
import { deliver, deliverAll, eventsOf, later, opened, paymentsWorld, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

/** The news of an invoice at Stripe with other values, as a new event. */
async function told(invoice: Invoice, type: string, values: object): Promise<string> {
  const event = (await eventsOf(world, invoice)).at(-1);
  return deliver(world, { ...event, type, id: `evt_${randomUUID()}`, data: { object: { ...event?.data.object, ...values } } });
}

const violated = async (): Promise<string[]> => (await findViolations(world)).map(({ invariant }) => invariant);
const IN_STATE = 'an invoice is in the state that the provider says';
const concerns = async () => (await world.sql.query<{ concern: string }>('select concern from billing.stripe_inbox where concern is not null order by received_at, concern')).map(({ concern }) => concern);

describe('an invoice that is otherwise at the provider than here is named by the nightly check', () => {
  test.each<[string, object, object]>([
    ['was voided after it was paid in part', { status: 'open', amount_paid: 250 }, { status: 'void', amount_paid: 250 }],
    ['counts as paid after part of it was credited', { status: 'open', amount_paid: 0 }, { status: 'paid', amount_due: 400, amount_paid: 400 }],
    ['was paid from a balance of the customer', { status: 'open' }, { status: 'paid', amount_due: 0, amount_paid: 0 }],
  ])('when it %s', async (_what, before, after) => {
    const { invoice } = await opened(world);
    await told(invoice, 'invoice.updated', before);
    expect(await violated()).not.toContain(IN_STATE);
    await told(invoice, 'invoice.updated', after);
    expect(await violated()).toEqual([IN_STATE]);
    await world.sql.query('update billing.invoice set provider_status = null where id = $1', [invoice.id]);
  });

  test('and not for news that come late', async () => {
    const { invoice } = await opened(world);
    await world.stripe.invoices.pay(invoice.providerId ?? '', { paid_out_of_band: true });
    for (const event of (await eventsOf(world, invoice)).toReversed()) await deliver(world, event);
    expect(await violated()).toEqual([]);
  });
});

describe('a copy of an invoice at Stripe, which carries our id too', () => {
  test('does not pay ours, and is somebody’s to look at', async () => {
    const { customer, invoice } = await opened(world);
    expect(await told(invoice, 'invoice.paid', { id: 'in_copy', status: 'paid', amount_paid: 600 })).toBe('ignored');
    expect(await invoiceOf(world, customer.institutionId, invoice.id)).toMatchObject({ status: 'open', paid: 0n, providerId: invoice.providerId });
    expect(await balanceOf(world, customer.institutionId, 'cash')).toBe(0n);
    expect(await concerns()).toContain('in_copy carries the id of our invoice');
  });
});

describe('a final invoice at Stripe that is in no book here, as after a backup of yesterday was restored', () => {
  test('is somebody’s to look at, where its customer is ours: its month could be billed twice', async () => {
    const { invoice } = await opened(world);
    const lost = randomUUID();
    expect(await told(invoice, 'invoice.paid', { id: 'in_lost', metadata: { invoice_id: lost } })).toBe('ignored');
    expect(await concerns()).toContain('invoice.paid in_lost is no invoice of ours');
    const before = await concerns();
    await told(invoice, 'invoice.paid', { id: 'in_strange', customer: 'cus_stranger', metadata: { invoice_id: lost } });
    await told(invoice, 'invoice.deleted', { id: 'in_draft', metadata: { invoice_id: lost } });
    expect(await concerns()).toEqual(before);
  });
});

describe('what nothing here books is somebody’s to look at', () => {
  test.each([
    ['a dispute', 'charge.dispute.created'],
    ['an invoice that could not be made final', 'invoice.finalization_failed'],
  ])('%s', async (_what, type) => {
    const { customer, invoice } = await opened(world);
    const [known] = await world.sql.query<{ provider_id: string }>('select provider_id from billing.provider_customer where institution_id = $1', [customer.institutionId]);
    const before = await concerns();
    const event = { id: `evt_${randomUUID()}`, object: 'event', type, livemode: false, data: { object: { id: invoice.providerId, object: 'any', customer: known?.provider_id } } };
    expect([await deliver(world, event), await deliver(world, event)]).toEqual(['ignored', 'repeated']);
    expect((await concerns()).length).toBe(before.length + 1);
    expect(await concerns()).toContain(`${type} ${invoice.providerId}`);
  });

  test('but not what concerns other customers of the same Stripe account', async () => {
    const before = await concerns();
    await deliver(world, { id: `evt_${randomUUID()}`, object: 'event', type: 'charge.dispute.created', livemode: false, data: { object: { id: 'dp_1', object: 'dispute', customer: 'cus_stranger' } } });
    expect(await concerns()).toEqual(before);
  });
});

describe('an invoice whose events never came', () => {
  test.each([
    ['paid', 'paid', (id: string) => world.stripe.invoices.pay(id, { paid_out_of_band: true })],
    ['voided', 'void', (id: string) => world.stripe.invoices.voidInvoice(id)],
    ['given up', 'uncollectible', (id: string) => world.stripe.invoices.markUncollectible(id)],
  ])('is found %s when the provider is asked', async (_what, status, act) => {
    const { customer, invoice } = await opened(world);
    await act(invoice.providerId ?? '');
    expect(await refreshInvoices(world.delivery)).toEqual([]);
    expect((await invoiceOf(world, customer.institutionId, invoice.id)).status).toBe(status);
    await deliverAll(world, invoice);
    expect(await balanceOf(world, customer.institutionId, 'receivable')).toBe(0n);
  });

  test('is left as it is while the provider is away, which is told, and does not keep others', async () => {
    const [one, other] = [await opened(world), await opened(world)];
    for (const { invoice } of [one, other]) await world.stripe.invoices.pay(invoice.providerId ?? '', { paid_out_of_band: true });
    await world.sql.query(`update billing.invoice set provider_id = 'in_gone' where id = $1`, [one.invoice.id]);
    expect(await refreshInvoices(world.delivery)).toEqual([{ invoiceId: one.invoice.id, error: expect.any(Error) }]);
    expect((await invoiceOf(world, other.customer.institutionId, other.invoice.id)).status).toBe('paid');
    expect((await invoiceOf(world, one.customer.institutionId, one.invoice.id)).status).toBe('open');
    await world.sql.query(`update billing.invoice set provider_id = $2 where id = $1`, [one.invoice.id, one.invoice.providerId]);
  });
});

test('after all of this no invariant is violated', async () => {
  await later(world, 1);
  expect(await findViolations(world)).toEqual([]);
});
