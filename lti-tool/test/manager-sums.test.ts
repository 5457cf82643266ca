import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContract, deliverPaymentRequests, draftInvoice, type PaymentProvider } from '@cloudclass/billing';
import type { Session } from '../src/features/identity/session.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { createManagerPages } from '../src/pages/manager-pages.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import { createSalesPages } from '../src/pages/sales-pages.ts';
import type { ManagerPages } from '../src/pages/pages.ts';
import { alarmsOf } from '../src/pages/operator-alarms.ts';
import { createInvoiceNames } from '../src/use-cases/invoice-names.ts';
import { noteDraftDeletions } from '../src/use-cases/invoices.ts';
import { meterLab } from '../src/use-cases/meter-lab.ts';
import { anotherActivity, endedAt, runningLab, START, startMeteringWorld, type MeteringWorld } from './metering-world.ts';
import { payingLearner } from './paying-learner.ts';

let world: MeteringWorld;
let learner: Learner;
let manager: ManagerPages;
let session: Session;
const november = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };

// two labs of one learner, a lab of another institution, and an end in the middle of a minute
beforeAll(async () => {
  world = await startMeteringWorld();
  learner = await payingLearner(world, { credit: 5_000n, discountBasisPoints: 1_500, endsAt: new Date('2026-11-24T12:00:00Z') });
  const stranger = await payingLearner(world, { credit: 5_000n });
  const labs = [await runningLab(world, learner), await runningLab(world, await anotherActivity(world, learner)), await runningLab(world, stranger)];
  for (const time of ['2026-11-24T10:07:13Z', '2026-11-24T10:31:40Z', '2026-11-24T11:02:59Z']) {
    world.clock.set(time);
    for (const id of labs) await meterLab(world, id);
  }
  for (const id of labs) await endedAt(world, id, '2026-11-24T11:15:30.500Z');
  world.clock.set('2026-11-24T11:20:00Z');
  for (const id of labs) await meterLab(world, id);
  // the pages of a manager and of sales need no more of the server than this
  const deps = world as unknown as PageDeps;
  manager = createManagerPages(deps);
  session = staff(['manager'], learner.institutionId);
});
afterAll(() => world.close());

function staff(actors: Session['actors'], institutionId: Learner['institutionId'] | null): Session {
  return { kind: 'staff', id: '00000000-0000-4000-8000-000000000000' as Session['id'], actors, expiresAt: new Date('2027-01-01'), institutionId, staff: { subject: 's', name: null, email: null } } as Session;
}

/** The one figure of a statement. */
async function figure(text: string, values: readonly unknown[]): Promise<bigint> {
  const [row] = await world.sql.query<{ figure: string }>(`select (${text})::text as figure`, values);
  return BigInt(row?.figure ?? -1);
}

describe("the manager's spend", () => {
  const POSTED = `select sum(p.amount) from billing.posting p join billing.ledger_account a on a.id = p.account_id where a.institution_id = $1 and a.kind = 'revenue'`;
  const OF = { course: 'byCourse', unit: 'byUnit', day: 'byDay' } as const;

  test.each(['course', 'unit', 'day'] as const)('is what its draft will come to, and adds up by %s; less the rounding it is what the ledger posted', async (part) => {
    const usage = await manager.usage(session, november);
    const [cost, rounding] = [usage[OF[part]].reduce((sum, row) => sum + row.cost.amount, 0n), usage[OF[part]].reduce((sum, row) => sum + row.rounding.amount, 0n)];
    expect([usage.total.amount, cost]).toEqual([(await manager.unbilled(session))[0]?.total.amount, usage.total.amount]);
    expect(cost - rounding).toBe(-(await figure(POSTED, [learner.institutionId])));
  });

  test('drills down to rows that make it up, with what its lines are rounded otherwise', async () => {
    const rows = await manager.usageRows(session, { ...november, courseId: learner.courseId, after: null });
    const [course] = (await manager.usage(session, november)).byCourse;
    expect(rows.reduce((sum, { cost }) => sum + cost.amount, course?.rounding.amount ?? 0n)).toBe(course?.cost.amount);
    expect(rows.reduce((sum, { minutes }) => sum + minutes * 60, 0)).toBe(2 * (75 * 60 + 31));
  });

  test('can be read when the contract has ended, in the currency it was used in', async () => {
    world.clock.set('2026-11-25T00:00:00Z');
    expect((await manager.usage(session, november)).total).toEqual({ amount: 1_284n, currency: 'KRW' });
    expect(await manager.leases(session)).toEqual([]);
  });

  test('never adds won to dollars', async () => {
    world.clock.set('2026-11-25T00:00:00Z');
    await createContract(world, { institutionId: learner.institutionId, currency: 'USD', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-11-24T12:00:00Z'), endsAt: null });
    expect((await manager.usage(session, november)).total.currency).toBe('KRW');
    expect((await manager.usage(session, { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') })).total).toEqual({ amount: 0n, currency: 'USD' });
  });
});

test("an invoice's total is its lines', and the month's spend is the invoice's total", async () => {
  world.clock.set('2026-11-24T11:30:00Z');
  const invoice = await draftInvoice(world, { institutionId: learner.institutionId, ...november });
  const shown = (await manager.invoices(session)).find(({ id }) => id === invoice.id);
  expect(shown?.lines.reduce((sum, { amount }) => sum + amount.amount, 0n)).toBe(shown?.total.amount);
  expect((await manager.usage(session, november)).total).toEqual(shown?.total);
});

describe("the manager's draft", () => {
  const drafted = () => figure(`select count(*) from audit_log where action = 'invoice.drafted' and institution_id = $1`, [buyer.institutionId]);
  let buyer: Learner;
  let asked: Session;
  beforeAll(async () => {
    world.clock.set(START);
    buyer = await payingLearner(world, { credit: 5_000n });
    asked = staff(['manager'], buyer.institutionId);
    const id = await runningLab(world, buyer);
    world.clock.set('2026-11-24T10:30:00Z');
    await meterLab(world, id);
  });

  test('is offered for a month that is over, and made and noted once, however often its button is pressed', async () => {
    world.clock.set('2026-12-05T00:00:00Z');
    expect(await manager.unbilled(asked)).toEqual([{ ...november, total: { amount: 300n, currency: 'KRW' } }]);
    const draft = { key: randomUUID(), ...november, currency: 'KRW' as const };
    const made = await Promise.all([1, 2, 3].map(() => manager.draftInvoice(asked, draft)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect([await drafted(), await manager.unbilled(asked)]).toEqual([1n, []]);
  });

  test('that was refused is sent again by who asks for its end, and noted once', async () => {
    const [invoice] = await manager.invoices(asked);
    await world.sql.query(`update billing.stripe_outbox set status = 'dead' where invoice_id = $1`, [invoice?.id]);
    expect((await manager.invoices(asked))[0]).toMatchObject({ refused: true, pending: false });
    expect(await manager.finalizeInvoice(asked, invoice?.id ?? '')).toMatchObject({ status: 'draft', refused: false, pending: true });
    await expect(manager.finalizeInvoice(asked, invoice?.id ?? '')).rejects.toMatchObject({ code: 'INVOICE_NOT_READY' });
    expect(await drafted()).toBe(2n);
  });
});

describe('a draft that somebody deletes at the payment provider', () => {
  const refuse = (): never => { throw new Error('nobody asks this'); };
  /** As Stripe is once the draft that was made there is gone. */
  const provider: PaymentProvider = {
    createPayer: async ({ institutionId }) => `cus_${institutionId}`,
    findDraft: async () => undefined,
    draftInvoice: async ({ invoiceId }) => ({ id: `in_${invoiceId}`, status: 'deleted' }),
    deleteDraft: refuse, readInvoice: refuse, readAdjustments: refuse, finalizeInvoice: refuse,
  };

  test("is shown as deleted, stands once in the institution's audit log, and its month is offered again", async () => {
    world.clock.set(START);
    const buyer = await payingLearner(world, { credit: 5_000n });
    const asked = staff(['manager'], buyer.institutionId);
    const id = await runningLab(world, buyer);
    world.clock.set('2026-11-24T10:30:00Z');
    await meterLab(world, id);
    const made = await manager.draftInvoice(asked, { key: randomUUID(), ...november, currency: 'KRW' });
    expect(await manager.unbilled(asked)).toEqual([]);
    await deliverPaymentRequests({ ...world, provider, names: createInvoiceNames(world.sql), onDraftDeleted: noteDraftDeletions(world) });
    expect((await manager.invoices(asked)).map(({ id: invoiceId, status, pending, refused }) => [invoiceId, status, pending, refused])).toEqual([[made.id, 'deleted', false, false]]);
    expect(await manager.unbilled(asked)).toEqual([{ ...november, total: { amount: 300n, currency: 'KRW' } }]);
    const notes = await manager.auditLog(asked, { actor: null, action: 'invoice.deleted', before: null });
    expect(notes.map(({ actor, target, detail }) => [actor, target, detail])).toEqual([['Stripe', made.id, '300 KRW']]);
    expect(await manager.finalizeInvoice(asked, made.id)).toMatchObject({ status: 'deleted' });
  });
});

test('what sales sees spent under a contract is what its invoices and drafts come to', async () => {
  const contracts = await createSalesPages(world as unknown as PageDeps).contracts(staff(['sales'], null));
  const invoiced = await figure(`select sum(total) from billing.invoice where institution_id = $1 and currency = 'KRW' and status <> 'deleted'`, [learner.institutionId]);
  const all = contracts.filter(({ institution, currency }) => institution.id === learner.institutionId && currency === 'KRW').reduce((sum, { spent }) => sum + spent.amount, 0n);
  expect(all).toBe(invoiced);
  expect(all).toBeGreaterThan(0n);
});

describe("the operator's alarms", () => {
  const alarms = async (): Promise<string[]> => (await alarmsOf(world, { now: world.clock.now(), coming: { count: 0, failures: [] }, quarantine: 0, queues: [], refused: 0, platforms: [], troubles: [] })).map(({ code, detail, count }) => [code, detail, ...(count === null ? [] : [count])].join(' '));

  test('name a lab that is over and whose account is still open, after two minutes', async () => {
    world.clock.set(START);
    const late = await payingLearner(world, { credit: 1_000n });
    const id = await runningLab(world, late);
    await endedAt(world, id, '2026-11-24T10:10:00Z');
    world.clock.set('2026-11-24T10:11:59Z');
    expect((await alarms()).filter((alarm) => alarm.includes(id))).toEqual([]);
    world.clock.set('2026-11-24T10:12:01Z');
    expect((await alarms()).filter((alarm) => alarm.includes(id))).toEqual([expect.stringMatching(/^CUT_OFF_OPEN lab .+, account \d{12}$/)]);
  });

  test('name a stream that nobody has read to its end for two minutes, and forget one that is gone', async () => {
    world.clock.set(START);
    const place = async (shard: string, minutes: number, sequence: string | null = '1'): Promise<void> => {
      await world.sql.query('insert into stream_checkpoint (consumer, shard, sequence, caught_up_at) values ($1, $2, $3, $4)', ['activity:records', shard, sequence, new Date(world.clock.now().getTime() - minutes * 60_000)]);
    };
    await place('in-time', 1.9);
    await place('ended', 60, 'SHARD_END');
    await place('gone', 8 * 24 * 60);
    expect((await alarms()).filter((alarm) => alarm.startsWith('STREAM'))).toEqual([]);
    await place('late', 2.1);
    await place('late-and-quiet', 3, null);
    expect((await alarms()).filter((alarm) => alarm.startsWith('STREAM'))).toEqual(['STREAM_BEHIND activity:records 2']);
  });

  test('name use that nobody is billed for', async () => {
    world.clock.set(START);
    const brief = await payingLearner(world, { credit: 1_000n, endsAt: new Date('2026-11-24T10:05:00Z') });
    const id = await runningLab(world, brief);
    for (const time of ['2026-11-24T10:05:00Z', '2026-11-24T10:06:00Z']) {
      world.clock.set(time);
      await meterLab(world, id);
    }
    expect(await alarms()).toContain('USAGE_IN_QUARANTINE CONTRACT_MISSING 1');
  });
});

describe("the manager's grant of credit", () => {
  const extra = () => ({ key: randomUUID(), learnerId: learner.personId, courseId: learner.courseId, amount: '700', currency: 'KRW' as const, reason: 'an extra lesson' });
  const notes = () => figure(`select count(*) from audit_log where action = 'credit.granted' and institution_id = $1`, [learner.institutionId]);
  const granted = () => figure('select granted from billing.credit where learner_id = $1 and course_id = $2', [learner.personId, learner.courseId]);

  test('is one grant and one note, however often its button is pressed', async () => {
    const [grant, before, noted] = [extra(), await granted(), await notes()];
    const answers = await Promise.all([1, 2, 3].map(() => manager.grantCredit(session, grant)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect([(await granted()) - before, (await notes()) - noted]).toEqual([700n, 1n]);
  });

  test('is another one with another key', async () => {
    const before = await granted();
    for (const grant of [extra(), extra()]) await manager.grantCredit(session, grant);
    expect((await granted()) - before).toBe(1_400n);
  });

  test('is refused without a key that is one', async () => {
    await expect(manager.grantCredit(session, { ...extra(), key: 'twice' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
