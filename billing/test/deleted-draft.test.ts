import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createStripeProvider, deliverPaymentRequests, differingInvoices, draftInvoice, finalizeInvoice, findViolations, invoiceOf, rateAgain, refreshInvoices, unbilledMonths, usageSetAside, type Invoice, type Sql } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, balanceOf, newCustomer, record, type Customer } from './billing-world.ts';
import { deliver, drafted, eventsOf, later, NOVEMBER, opened, paymentsWorld, requestStatus, type PaymentsWorld } from './payments-world.ts';

let world: PaymentsWorld;
beforeAll(async () => { world = await paymentsWorld(); });
afterAll(() => world.close());

interface Drafted {
  readonly customer: Customer;
  readonly invoice: Invoice;
}

/** A draft over an hour, ₩600, that is at Stripe and known to be. */
async function sent(): Promise<Drafted> {
  const { customer, invoice } = await drafted(world);
  await later(world, 1);
  return { customer, invoice: await invoiceOf(world, customer.institutionId, invoice.id) };
}

const atStripe = async (invoice: Invoice) => (await world.stripe.invoices.list({ limit: 100 })).data.filter(({ metadata }) => metadata?.invoice_id === invoice.id);

async function deletionOf(invoice: Invoice): Promise<object> {
  const event = (await eventsOf(world, invoice)).find(({ type }) => type === 'invoice.deleted');
  if (event === undefined) throw new Error('nothing was deleted');
  return event;
}

const now = ({ customer, invoice }: Drafted): Promise<Invoice> => invoiceOf(world, customer.institutionId, invoice.id);
const unbilled = async ({ customer }: Drafted) => (await unbilledMonths(world, customer.institutionId)).map(({ from, amount }) => [from.toISOString().slice(0, 7), amount]);
const again = ({ customer }: Drafted): Promise<Invoice> => draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER });
const told = ({ invoice }: Drafted) => world.deletions.filter(({ invoiceId }) => invoiceId === invoice.id).map(({ amount }) => amount);
const concerns = async () => (await world.sql.query<{ concern: string }>('select concern from billing.stripe_inbox where concern is not null')).map(({ concern }) => concern);

const waysToHear = [
  ['by its event', async ({ invoice }: Drafted) => void (await deliver(world, await deletionOf(invoice)))],
  ['when the provider is asked', async () => void (await refreshInvoices(world.delivery))],
  ['when it is to be made final', async ({ customer, invoice }: Drafted) => { await finalizeInvoice(world, customer.institutionId, invoice.id); await later(world, 1); }],
] as const;

describe('a draft that somebody deletes at Stripe', () => {
  test.each(waysToHear)('is deleted here too, and its month can be invoiced again: heard of %s', async (_how, hear) => {
    const one = await sent();
    await world.stripe.invoices.del(one.invoice.providerId ?? '');
    await hear(one);
    expect(await now(one)).toMatchObject({ status: 'deleted', total: 600n, pending: false, refused: false });
    expect([await unbilled(one), told(one)]).toEqual([[['2026-11', 600n]], [600n]]);
    expect((await again(one)).total).toBe(600n);
    expect(await unbilled(one)).toEqual([]);
  });

  test('is deleted once, whoever tells of it and however often', async () => {
    const one = await sent();
    await world.stripe.invoices.del(one.invoice.providerId ?? '');
    const event = await deletionOf(one.invoice);
    await Promise.all([deliver(world, event), deliver(world, { ...event, id: `evt_${randomUUID()}` }), refreshInvoices(world.delivery), refreshInvoices(world.delivery)]);
    const second = await again(one);
    await deliver(world, { ...event, id: `evt_${randomUUID()}` });
    await refreshInvoices(world.delivery);
    expect([told(one), await unbilled(one), (await invoiceOf(world, one.customer.institutionId, second.id)).status]).toEqual([[600n], [], 'draft']);
  });

  test('takes a late answer from before it was deleted for what it is', async () => {
    const one = await sent();
    const provider = { ...world.delivery.provider, readInvoice: async (known: { readonly id: string; readonly payerId: string }) => {
      const answer = await world.delivery.provider.readInvoice(known);
      if (known.id !== one.invoice.providerId) return answer;
      await world.stripe.invoices.del(known.id);
      await deliver(world, await deletionOf(one.invoice));
      return answer;
    } };
    await refreshInvoices({ ...world.delivery, provider });
    expect((await now(one)).status).toBe('deleted');
    expect(await unbilled(one)).toEqual([['2026-11', 600n]]);
  });

  test('is not half deleted by a process that is killed: it is deleted when that is told again', async () => {
    const one = await sent();
    await world.stripe.invoices.del(one.invoice.providerId ?? '');
    const { sql } = world;
    const dying = { ...world, sql: { ...sql, transaction: <T>(work: (tx: Sql) => Promise<T>) => sql.transaction(async (tx) => { await work(tx); throw new Error('killed'); }) } };
    await expect(deliver(dying, await deletionOf(one.invoice))).rejects.toThrow('killed');
    expect([(await now(one)).status, await unbilled(one)]).toEqual(['draft', []]);
    await deliver(world, await deletionOf(one.invoice));
    expect([(await now(one)).status, await unbilled(one)]).toEqual(['deleted', [['2026-11', 600n]]]);
  });
});

describe('a draft that is deleted before anybody here knew that it was there', () => {
  const aDay = 25 * 3_600;

  /** At Stripe, while the process that made it was killed before it wrote that down. */
  async function unheard(): Promise<Drafted & { readonly providerId: string }> {
    const one = await drafted(world);
    const killed = { ...world.delivery, sql: { ...world.sql, transaction: () => Promise.reject(new Error('killed')) } };
    await expect(deliverPaymentRequests(killed)).rejects.toThrow('killed');
    const [there] = await atStripe(one.invoice);
    if (there === undefined) throw new Error('it is not there');
    return { ...one, providerId: there.id };
  }

  test('is deleted when the request is tried again, and not made again', async () => {
    const one = await unheard();
    await world.stripe.invoices.del(one.providerId);
    await later(world, 31);
    expect([(await now(one)).status, await requestStatus(world, one.invoice), await atStripe(one.invoice)]).toEqual(['deleted', 'cancelled', []]);
    expect(await unbilled(one)).toEqual([['2026-11', 600n]]);
  });

  test('is deleted by its event, and its request is over, also when the provider has forgotten the key', async () => {
    const one = await unheard();
    await world.stripe.invoices.del(one.providerId);
    await deliver(world, await deletionOf(one.invoice));
    await later(world, aDay);
    expect([(await now(one)).status, await requestStatus(world, one.invoice), await atStripe(one.invoice)]).toEqual(['deleted', 'cancelled', []]);
  });

  test('leaves nothing at Stripe that was made while the event was on its way', async () => {
    const one = await unheard();
    await world.stripe.invoices.del(one.providerId);
    const provider = { ...world.delivery.provider, draftInvoice: async (...asked: Parameters<typeof world.delivery.provider.draftInvoice>) => {
      const answer = await world.delivery.provider.draftInvoice(...asked);
      await deliver(world, await deletionOf(one.invoice));
      return answer;
    } };
    world.clock.set(new Date(world.clock.now().getTime() + aDay * 1_000).toISOString());
    await deliverPaymentRequests({ ...world.delivery, provider });
    expect([(await now(one)).status, await requestStatus(world, one.invoice), await atStripe(one.invoice)]).toEqual(['deleted', 'cancelled', []]);
    expect(await unbilled(one)).toEqual([['2026-11', 600n]]);
  });

  test('and made again since stays a draft: the late event is about the one before', async () => {
    const one = await unheard();
    await world.stripe.invoices.del(one.providerId);
    await later(world, aDay);
    await deliver(world, await deletionOf(one.invoice));
    expect([(await now(one)).status, (await atStripe(one.invoice)).length, await unbilled(one)]).toEqual(['draft', 1, []]);
  });
});

describe('what cannot have been deleted at Stripe is not set free', () => {
  test('an invoice that is final here', async () => {
    const one = await opened(world);
    const deleted = { id: `evt_${randomUUID()}`, object: 'event', type: 'invoice.deleted', livemode: false, data: { object: { id: one.invoice.providerId, metadata: { invoice_id: one.invoice.id } } } };
    expect(await deliver(world, deleted)).toBe('ignored');
    expect([(await now(one)).status, await unbilled(one), await balanceOf(world, one.customer.institutionId, 'receivable')]).toEqual(['open', [], 600n]);
    expect(await concerns()).toContain(`invoice.deleted ${one.invoice.providerId}`);
  });

  test('a draft of ours that was final there', async () => {
    const one = await sent();
    await world.sql.query(`update billing.invoice set provider_status = 'open' where id = $1`, [one.invoice.id]);
    await deliver(world, { id: `evt_${randomUUID()}`, object: 'event', type: 'invoice.deleted', livemode: false, data: { object: { id: one.invoice.providerId, metadata: { invoice_id: one.invoice.id } } } });
    expect([(await now(one)).status, await unbilled(one)]).toEqual(['draft', []]);
    await world.sql.query(`update billing.invoice set provider_status = 'draft' where id = $1`, [one.invoice.id]);
  });

  test('what another account of Stripe, or a proxy, does not know', async () => {
    const one = await sent();
    const other = await paymentsWorld();
    const elsewhere = createStripeProvider({ secretKey: 'sk_test_local', apiUrl: other.local.url });
    expect((await refreshInvoices({ ...world.delivery, provider: elsewhere })).map(({ invoiceId }) => invoiceId)).toContain(one.invoice.id);
    await other.close();
    world.local.faults.bareNotFound = 1_000;
    expect((await refreshInvoices(world.delivery)).map(({ invoiceId }) => invoiceId)).toContain(one.invoice.id);
    world.local.faults.bareNotFound = 0;
    expect([(await now(one)).status, await unbilled(one)]).toEqual(['draft', []]);
  });

  test('a copy that somebody made and deleted', async () => {
    const one = await sent();
    await deliver(world, { id: `evt_${randomUUID()}`, object: 'event', type: 'invoice.deleted', livemode: false, data: { object: { id: 'in_copy', metadata: { invoice_id: one.invoice.id } } } });
    expect([(await now(one)).status, await unbilled(one)]).toEqual(['draft', []]);
  });
});

test('if one that was deleted is final at Stripe all the same, the nightly check says so', async () => {
  const one = await sent();
  await deliver(world, { id: `evt_${randomUUID()}`, object: 'event', type: 'invoice.deleted', livemode: false, data: { object: { id: one.invoice.providerId, metadata: { invoice_id: one.invoice.id } } } });
  await world.stripe.invoices.finalizeInvoice(one.invoice.providerId ?? '');
  for (const event of await eventsOf(world, one.invoice)) await deliver(world, event);
  expect(await findViolations(world)).toEqual([{ invariant: 'an invoice is in the state that the provider says', detail: one.invoice.id }]);
  await world.sql.query(`update billing.invoice set provider_status = 'deleted' where id = $1`, [one.invoice.id]);
});

/** What the nightly check finds, but drafts that were edited at Stripe: those are named with both totals. */
const violations = async () => (await findViolations(world)).filter(({ invariant }) => invariant !== "no draft's total differs from the provider's");

/** What may happen to an institution's month, in any order. */
const happenings = {
  draft: async (one: Drafted) => void (await again(one).catch(() => undefined)),
  deliver: () => later(world, 31),
  killedDelivery: async () => {
    world.clock.set(new Date(world.clock.now().getTime() + 31_000).toISOString());
    const killed = { ...world.delivery, sql: { ...world.sql, transaction: () => Promise.reject(new Error('killed')) } };
    await deliverPaymentRequests(killed).catch(() => undefined);
  },
  finalize: async ({ customer }: Drafted) => {
    const rows = await world.sql.query<{ id: string }>(`select id from billing.invoice where institution_id = $1 and status = 'draft' order by created_at limit 1`, [customer.institutionId]);
    for (const { id } of rows) await finalizeInvoice(world, customer.institutionId, id).catch(() => undefined);
  },
  deleteThere: async (one: Drafted) => {
    for (const { id } of (await ofCustomer(one)).filter(({ status }) => status === 'draft')) await world.stripe.invoices.del(id).catch(() => undefined);
  },
  editThere: async (one: Drafted) => {
    for (const { id, customer: payer, status } of await ofCustomer(one)) if (status === 'draft') await world.stripe.invoiceItems.create({ customer: String(payer), invoice: id, currency: 'krw', amount: 100 });
  },
  finalizeThere: async (one: Drafted) => void (await Promise.all((await ofCustomer(one)).filter(({ status }) => status === 'draft').map(({ id }) => world.stripe.invoices.finalizeInvoice(id)))),
  voidThere: async (one: Drafted) => void (await Promise.all((await ofCustomer(one)).filter(({ status }) => status === 'open').map(({ id }) => world.stripe.invoices.voidInvoice(id)))),
  payThere: async (one: Drafted) => void (await Promise.all((await ofCustomer(one)).filter(({ status }) => status === 'open').map(({ id }) => world.stripe.invoices.pay(id, { paid_out_of_band: true })))),
  refresh: async () => void (await refreshInvoices(world.delivery)),
  events: async (one: Drafted) => {
    const all = (await world.stripe.events.list({ limit: 100 })).data.filter(({ data }) => 'metadata' in data.object && data.object.metadata?.institution_id === one.customer.institutionId);
    for (const event of all) await deliver(world, { ...event, id: `evt_${randomUUID()}` });
  },
  use: async ({ customer }: Drafted) => void (await record(world, anHour(customer))),
} as const;

/** Lets everything that is due be done, again where the provider did not answer in time. */
async function settled(): Promise<void> {
  for (let hour = 0; hour < 5; hour += 1) {
    await later(world, 3_600);
    const failures = await refreshInvoices(world.delivery);
    const [waiting] = await world.sql.query(`select 1 from billing.stripe_outbox where status in ('pending', 'sending', 'ambiguous') limit 1`);
    if (failures.length === 0 && waiting === undefined) return;
  }
}

const ofCustomer = async ({ customer }: Drafted) => (await world.stripe.invoices.list({ limit: 100 })).data.filter(({ metadata }) => metadata?.institution_id === customer.institutionId);

test('whatever happens in whatever order, each use is billed once or can be, and Stripe has what is booked here', async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(happenings) as (keyof typeof happenings)[]), { minLength: 4, maxLength: 16 });
  await fc.assert(fc.asyncProperty(steps, async (names) => {
    const one = await drafted(world);
    for (const name of names) await happenings[name](one);
    await settled();
    const rows = await world.sql.query<{ id: string; status: string; total: string; provider_id: string | null }>('select id, status, total, provider_id from billing.invoice where institution_id = $1', [one.customer.institutionId]);
    const standing = rows.filter(({ status }) => status !== 'deleted' && status !== 'void');
    const used = 600n * BigInt(1 + names.filter((name) => name === 'use').length);
    const open = (await unbilled(one)).reduce((sum, [, amount]) => sum + BigInt(amount ?? 0), 0n);
    expect(standing.reduce((sum, { total }) => sum + BigInt(total), open)).toBe(used);
    const differing = new Map((await differingInvoices(world)).map(({ invoiceId, theirs }) => [invoiceId, theirs.amount.toString()]));
    const here = standing.map(({ id, provider_id: there, total }) => `${there} ${differing.get(id) ?? total}`);
    expect((await ofCustomer(one)).filter(({ status }) => status !== 'void').map(({ id, total }) => `${id} ${total}`).sort()).toEqual(here.sort());
    expect(await violations()).toEqual([]);
    // so that the next month asks the provider for its own invoices only
    await world.sql.query('update billing.invoice set provider_id = null where institution_id = $1', [one.customer.institutionId]);
  }), { numRuns: 30 });
}, 120_000);

/** An hour on a draft at Stripe, and a correction of it that came too late for the draft. */
async function corrected(minutes: number): Promise<Drafted> {
  const customer = await newCustomer(world);
  const usage = anHour(customer);
  await record(world, usage);
  const invoice = await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER });
  await later(world, 1);
  expect(await record(world, { ...usage, revision: 2, endsAt: new Date(Date.UTC(2026, 10, 24, 10, minutes)) })).toEqual({ status: 'quarantined', code: 'USAGE_INVOICED' });
  return { customer, invoice: await invoiceOf(world, customer.institutionId, invoice.id) };
}

const tryAside = async (): Promise<void> => {
  for (const one of await usageSetAside(world)) await world.sql.transaction((tx) => rateAgain(world, tx, one));
};

describe('a correction that was set aside because what it corrects was invoiced', () => {
  test('stays aside while the draft is there', async () => {
    const one = await corrected(30);
    await tryAside();
    expect([await unbilled(one), await balanceOf(world, one.customer.institutionId, 'unbilled-usage')]).toEqual([[], 600n]);
  });

  test.each(waysToHear)('is rated with the deletion of the draft, before anybody can draft its month again, once: heard of %s', async (_how, hear) => {
    const one = await corrected(30);
    await world.stripe.invoices.del(one.invoice.providerId ?? '');
    await hear(one);
    expect(await unbilled(one)).toEqual([['2026-11', 300n]]);
    await tryAside();
    await refreshInvoices(world.delivery);
    expect((await again(one)).total).toBe(300n);
    expect(await balanceOf(world, one.customer.institutionId, 'unbilled-usage')).toBe(300n);
  });

  test('is rated when its invoice is voided too', async () => {
    const one = await corrected(30);
    await finalizeInvoice(world, one.customer.institutionId, one.invoice.id);
    await later(world, 1);
    await world.stripe.invoices.voidInvoice(one.invoice.providerId ?? '');
    await refreshInvoices(world.delivery);
    expect(await unbilled(one)).toEqual([['2026-11', 300n]]);
  });

  test('is rated within the hour where its draft was deleted before', async () => {
    const one = await corrected(30);
    await world.sql.query(`update billing.invoice set status = 'deleted', provider_status = 'deleted' where id = $1`, [one.invoice.id]);
    await world.sql.query('update billing.invoice_line_usage set released_at = now() where line_id in (select id from billing.invoice_line where invoice_id = $1)', [one.invoice.id]);
    await tryAside();
    expect(await unbilled(one)).toEqual([['2026-11', 300n]]);
  });

  test('comes to what the last correction says, however many there were and however often it is heard of', async () => {
    // drafts of the tests before are edited at Stripe
    const before = await findViolations(world);
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 59 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3 }), async (minutes, times) => {
      const customer = await newCustomer(world);
      const usage = anHour(customer);
      await record(world, usage);
      const invoice = await draftInvoice(world, { institutionId: customer.institutionId, ...NOVEMBER });
      await later(world, 1);
      for (const [at, minute] of minutes.entries()) await record(world, { ...usage, revision: at + 2, endsAt: new Date(Date.UTC(2026, 10, 24, 10, minute)) });
      await world.stripe.invoices.del((await invoiceOf(world, customer.institutionId, invoice.id)).providerId ?? '');
      await Promise.all(Array.from({ length: times }, () => refreshInvoices(world.delivery)));
      expect(await unbilled({ customer, invoice })).toEqual([['2026-11', BigInt(minutes.at(-1) ?? 0) * 10n]]);
      expect(await findViolations(world)).toEqual(before);
    }), { numRuns: 10 });
  });
});

test('after all of this no invariant is violated', async () => {
  expect(await violations()).toEqual([]);
});
