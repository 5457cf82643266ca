import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findViolations, invoiceOf, lookAtAdjustments, openPaymentEvents, refreshInvoices, type Invoice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { balanceOf, type Customer } from './billing-world.ts';
import { deliver, deliverAll, opened, paymentsWorld, type PaymentsWorld } from './payments-world.ts';
import { afterNews, applyAdjustments } from '../src/payments/adjustment.ts';
import { nextLook } from '../src/payments/look-at-adjustments.ts';
import { ProviderError, type ProviderAdjustment } from '../src/payments/provider.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

interface Billed {
  readonly customer: Customer;
  readonly invoice: Invoice;
  /** Its id at Stripe. */
  readonly id: string;
  readonly payer: string;
}

/** An invoice over ₩600, final and not paid. */
async function billed(): Promise<Billed> {
  const { customer, invoice } = await opened(world);
  const id = invoice.providerId ?? '';
  const { customer: payer } = await world.stripe.invoices.retrieve(id);
  return { customer, invoice, id, payer: String(payer) };
}

/** The same, paid by its payer on Stripe's page. */
async function paid(): Promise<Billed> {
  const one = await billed();
  await payOnPage(one);
  await deliverAll(world, one.invoice);
  await look();
  return one;
}

const payOnPage = async ({ id }: Billed): Promise<void> => void (await fetch(`${world.local.url}/invoice/${id}/pay`, { method: 'POST', redirect: 'manual' }));
const look = async (): Promise<void> => expect(await lookAtAdjustments(world.delivery)).toEqual([]);
const now = ({ customer, invoice }: Billed): Promise<Invoice> => invoiceOf(world, customer.institutionId, invoice.id);
const balances = async ({ customer: { institutionId } }: Billed) => ({
  cash: await balanceOf(world, institutionId, 'cash'), owed: await balanceOf(world, institutionId, 'receivable'), kept: -(await balanceOf(world, institutionId, 'prepayment')), back: await balanceOf(world, institutionId, 'given-back'),
});

async function refund({ id }: Billed, amount?: number): Promise<string> {
  const [payment] = (await world.stripe.invoicePayments.list({ invoice: id })).data;
  return (await world.stripe.refunds.create({ payment_intent: String(payment?.payment.payment_intent), ...(amount === undefined ? {} : { amount }) })).id;
}

/** The events at Stripe of a payer, of the given kinds, oldest first. */
async function eventsAbout({ payer }: Billed, kinds: RegExp): Promise<object[]> {
  const all = await world.stripe.events.list({ limit: 100 });
  return all.data.filter(({ type, data }) => kinds.test(type) && 'customer' in data.object && data.object.customer === payer).toReversed();
}

const REFUNDS = /refund/;
const hear = async (one: Billed, kinds: RegExp): Promise<void> => {
  for (const event of await eventsAbout(one, kinds)) await deliver(world, event);
  await look();
};

describe('a refund that somebody makes at Stripe', () => {
  test('of a part is booked from cash, and stands on the invoice with its day, once however often it is told', async () => {
    const one = await paid();
    const id = await refund(one, 200);
    await hear(one, REFUNDS);
    for (const event of await eventsAbout(one, REFUNDS)) expect(await deliver(world, { ...event, id: `evt_${randomUUID()}` })).toBe('processed');
    await look();
    expect(await now(one)).toMatchObject({ status: 'paid', paid: 600n, refunded: 200n, adjustments: [{ id, kind: 'refund', state: 'done', amount: 200n, at: world.clock.now() }] });
    expect(await balances(one)).toEqual({ cash: 400n, owed: 0n, kept: 0n, back: 200n });
  });

  test('in several parts up to the whole is booked part by part', async () => {
    const one = await paid();
    await refund(one, 200);
    await hear(one, REFUNDS);
    await refund(one);
    await hear(one, REFUNDS);
    expect(await now(one)).toMatchObject({ status: 'paid', refunded: 600n });
    expect(await balances(one)).toMatchObject({ cash: 0n, back: 600n });
  });

  test('is no alarm any more', async () => {
    const one = await paid();
    await refund(one);
    const before = await openPaymentEvents(world);
    await hear(one, REFUNDS);
    expect(await openPaymentEvents(world)).toEqual(before);
  });

  test('and that fails afterwards is undone, once, and stays on the invoice as what failed', async () => {
    const one = await paid();
    const id = await refund(one, 200);
    await hear(one, REFUNDS);
    world.local.failRefund(id);
    await hear(one, REFUNDS);
    await hear(one, REFUNDS);
    expect(await now(one)).toMatchObject({ refunded: 0n, adjustments: [{ id, state: 'undone' }] });
    expect(await balances(one)).toEqual({ cash: 600n, owed: 0n, kept: 0n, back: 0n });
  });

  test('and that is heard of only after it failed moves nothing', async () => {
    const one = await paid();
    world.local.failRefund(await refund(one, 200));
    for (const event of (await eventsAbout(one, REFUNDS)).toReversed()) await deliver(world, event);
    await look();
    expect(await balances(one)).toEqual({ cash: 600n, owed: 0n, kept: 0n, back: 0n });
  });

  test('is booked when it is heard of before the payment', async () => {
    const one = await billed();
    await payOnPage(one);
    await refund(one, 200);
    await hear(one, REFUNDS);
    await deliverAll(world, one.invoice);
    expect(await now(one)).toMatchObject({ status: 'paid', paid: 600n, refunded: 200n });
    expect(await balances(one)).toMatchObject({ cash: 400n, owed: 0n });
  });

  test('whose events never come is found within a day', async () => {
    const one = await paid();
    await refund(one, 200);
    await look();
    expect(await now(one)).toMatchObject({ refunded: 0n });
    world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000).toISOString());
    await look();
    expect(await now(one)).toMatchObject({ refunded: 200n });
  });

  test('of another customer of the same Stripe account is none of ours', async () => {
    const one = await paid();
    await refund(one, 200);
    const [event] = await eventsAbout(one, /refund.created/);
    expect(await deliver(world, { ...event, id: 'evt_stranger', data: { object: { id: 're_1', object: 'refund', customer: 'cus_stranger' } } })).toBe('ignored');
  });

  test('is asked for one invoice at a time while Stripe does not answer: other work waits for one time-out, not for one of each', async () => {
    await paid();
    await paid();
    await look();
    await world.sql.query(`update billing.invoice set adjustments_due_at = $1 where provider_id is not null and status = 'paid'`, [world.clock.now()]);
    let asked = 0;
    const provider = { ...world.delivery.provider, readInvoice: async () => { asked += 1; throw new ProviderError('ambiguous', 'no answer'); } };
    expect(await lookAtAdjustments({ ...world.delivery, provider })).toHaveLength(1);
    expect(asked).toBe(1);
    await world.sql.query(`update billing.invoice set adjustments_due_at = $1 where provider_id is not null and status = 'paid'`, [world.clock.now()]);
    await look();
  });

  test('is tried again after Stripe did not answer', async () => {
    const one = await paid();
    await refund(one, 200);
    for (const event of await eventsAbout(one, REFUNDS)) await deliver(world, event);
    world.local.faults.bareNotFound = 1;
    expect(await lookAtAdjustments(world.delivery)).toEqual([{ invoiceId: one.invoice.id, error: expect.any(Error) }]);
    await look();
    expect(await now(one)).toMatchObject({ refunded: 0n });
    world.clock.set(new Date(world.clock.now().getTime() + 15 * 60_000).toISOString());
    await look();
    expect(await now(one)).toMatchObject({ refunded: 200n });
  });
});

describe('a credit note that somebody makes at Stripe', () => {
  const NOTES = /credit_note|refund/;

  test('on an open invoice takes off what is owed, and the rest is paid in full', async () => {
    const one = await billed();
    const note = await world.stripe.creditNotes.create({ invoice: one.id, amount: 200 });
    await hear(one, NOTES);
    expect(await now(one)).toMatchObject({ status: 'open', adjustments: [{ id: note.id, kind: 'credit_note', amount: 200n, state: 'done' }] });
    expect(await balances(one)).toMatchObject({ owed: 400n, back: 200n });
    await payOnPage(one);
    await deliverAll(world, one.invoice);
    expect(await now(one)).toMatchObject({ status: 'paid', paid: 400n });
    expect(await balances(one)).toEqual({ cash: 400n, owed: 0n, kept: 0n, back: 200n });
  });

  test('is found by the payment of the rest, when its own event never comes', async () => {
    const one = await billed();
    await look();
    await world.stripe.creditNotes.create({ invoice: one.id, amount: 200 });
    await payOnPage(one);
    await deliverAll(world, one.invoice);
    await look();
    expect(await now(one)).toMatchObject({ status: 'paid', paid: 400n });
    expect(await balances(one)).toMatchObject({ cash: 400n, owed: 0n });
  });

  test('over the whole of an open invoice leaves nothing to pay', async () => {
    const one = await billed();
    await world.stripe.creditNotes.create({ invoice: one.id, amount: 600 });
    await deliverAll(world, one.invoice);
    await look();
    expect(await now(one)).toMatchObject({ status: 'paid', paid: 0n });
    expect(await balances(one)).toEqual({ cash: 0n, owed: 0n, kept: 0n, back: 600n });
  });

  test('that is voided leaves what it took off to be paid again', async () => {
    const one = await billed();
    const note = await world.stripe.creditNotes.create({ invoice: one.id, amount: 200 });
    await hear(one, NOTES);
    await world.stripe.creditNotes.voidCreditNote(note.id);
    await hear(one, NOTES);
    expect(await now(one)).toMatchObject({ status: 'open', adjustments: [{ state: 'undone' }] });
    expect(await balances(one)).toEqual({ cash: 0n, owed: 600n, kept: 0n, back: 0n });
  });

  test('on an invoice that is voided then is taken back with it', async () => {
    const one = await billed();
    await world.stripe.creditNotes.create({ invoice: one.id, amount: 200 });
    await hear(one, NOTES);
    await world.stripe.invoices.voidInvoice(one.id);
    await deliverAll(world, one.invoice);
    await look();
    expect(await now(one)).toMatchObject({ status: 'void', adjustments: [{ state: 'undone' }] });
    expect(await balances(one)).toEqual({ cash: 0n, owed: 0n, kept: 0n, back: 0n });
  });

  test('on a paid invoice with a refund is booked as the refund alone, and what it keeps for the payer as a prepayment', async () => {
    const one = await paid();
    await world.stripe.creditNotes.create({ invoice: one.id, amount: 300, refund_amount: 100, credit_amount: 150, out_of_band_amount: 50 });
    await hear(one, NOTES);
    expect((await now(one)).adjustments.map(({ kind, amount }) => [kind, amount]).toSorted()).toEqual([['credit_note', 200n], ['refund', 100n]]);
    expect(await balances(one)).toEqual({ cash: 450n, owed: 0n, kept: 150n, back: 300n });
  });

  test('on an invoice that is given up takes off what was lost', async () => {
    const one = await billed();
    await world.stripe.creditNotes.create({ invoice: one.id, amount: 200 });
    await world.stripe.invoices.markUncollectible(one.id);
    await deliverAll(world, one.invoice);
    await look();
    expect([await balances(one), await balanceOf(world, one.customer.institutionId, 'bad-debt')]).toEqual([{ cash: 0n, owed: 0n, kept: 0n, back: 200n }, 400n]);
  });
});

test('news of a refund never take it back to what it was', () => {
  const state = fc.constantFrom('pending' as const, 'done' as const, 'undone' as const);
  fc.assert(fc.property(state, fc.array(state), (first, told) => {
    const end = told.reduce(afterNews, first);
    expect(told.toReversed().reduce(afterNews, first)).toBe(end);
    expect(told.reduce(afterNews, end)).toBe(end);
  }));
});

test('an invoice is looked at each day, and after a year each month', () => {
  const at = new Date('2026-11-24T12:00:00Z');
  expect([nextLook(at, at), nextLook(new Date('2025-01-01'), at)]).toEqual([new Date('2026-11-25T12:00:00Z'), new Date('2026-12-24T12:00:00Z')]);
});

test('what was given back is booked the same in whatever order, however often and however late it is heard of, and every invariant holds', async () => {
  const part = fc.record({ kind: fc.constantFrom('refund' as const, 'credit_note' as const), amount: fc.bigInt({ min: 1n, max: 100n }), ends: fc.constantFrom('pending' as const, 'done' as const, 'undone' as const) });
  const heard = fc.array(fc.record({ at: fc.nat(), early: fc.boolean(), together: fc.boolean() }), { maxLength: 10 });
  await fc.assert(fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), heard, async (parts, order) => {
    const one = await paid();
    const said = parts.map(({ kind, amount, ends }, at): ProviderAdjustment => ({
      id: `${one.id}:${at}`, kind, currency: 'krw', state: ends, madeAt: world.clock.now(), fromCash: kind === 'refund' ? amount : 0n, fromOwed: 0n, kept: kind === 'refund' ? 0n : amount,
    }));
    const hearOf = (what: readonly ProviderAdjustment[]) => world.sql.transaction((tx) => applyAdjustments(world, tx, one.invoice.id, what));
    for (const { at, early, together } of order) {
      const some = together ? said : said.slice(at % said.length, (at % said.length) + 1);
      await hearOf(some.map((each) => (early && each.state !== 'pending' ? { ...each, state: each.state === 'undone' ? 'done' : 'pending' } : each)));
      expect(await findViolations(world)).toEqual([]);
    }
    await hearOf(said);
    const sum = (kind: 'refund' | 'credit_note') => parts.filter((each) => each.kind === kind && each.ends === 'done').reduce((total, { amount }) => total + amount, 0n);
    expect(await balances(one)).toEqual({ cash: 600n - sum('refund'), owed: 0n, kept: sum('credit_note'), back: sum('refund') + sum('credit_note') });
    expect((await now(one)).refunded).toBe(sum('refund'));
  }), { numRuns: 20 });
});

test('after all of this no invariant is violated', async () => {
  expect(await refreshInvoices(world.delivery)).toEqual([]);
  expect(await findViolations(world)).toEqual([]);
});
