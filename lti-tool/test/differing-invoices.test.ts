import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deliverPaymentRequests, draftInvoice, refreshInvoices, type PaymentProvider } from '@cloudclass/billing';
import type { Session } from '../src/features/identity/session.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import { createSalesPages } from '../src/pages/sales-pages.ts';
import { moneyAlarms } from '../src/pages/money-alarms.ts';
import { createInvoiceNames } from '../src/use-cases/invoice-names.ts';
import { noteDraftDeletions } from '../src/use-cases/invoices.ts';
import { meterLab } from '../src/use-cases/meter-lab.ts';
import { runningLab, startMeteringWorld, type MeteringWorld } from './metering-world.ts';
import { payingLearner } from './paying-learner.ts';

let world: MeteringWorld;
beforeAll(async () => { world = await startMeteringWorld(); });
afterAll(() => world.close());

type Answer = Awaited<ReturnType<PaymentProvider['readInvoice']>>;
const refuse = (): never => { throw new Error('nobody asks this'); };

/** A payment provider at which somebody has edited the draft. */
function providerThatSays(answer: Answer): PaymentProvider {
  return { createPayer: async () => 'cus_1', findDraft: async () => undefined, draftInvoice: async () => answer, readInvoice: async () => answer, deleteDraft: refuse, readAdjustments: refuse, finalizeInvoice: refuse };
}

test('an invoice over another total at the payment provider is told of to operator and sales with both totals, as no defect of the ledger, until it is settled', async () => {
  const learner = await payingLearner(world, { credit: 5_000n });
  const id = await runningLab(world, learner);
  world.clock.set('2026-11-24T10:05:00Z');
  await meterLab(world, id);
  const invoice = await draftInvoice(world, { institutionId: learner.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') });
  const [institution] = await world.sql.query<{ name: string }>('select name from institution where id = $1', [learner.institutionId]);

  const edited = { id: 'in_1', currency: 'krw', total: 60_000n, paid: 0n, status: 'draft', number: null, hostedUrl: null } as const;
  const asking = { ...world, names: createInvoiceNames(world.sql), onDraftDeleted: noteDraftDeletions(world) };
  const hear = async (answer: Answer) => void (await refreshInvoices({ ...asking, provider: providerThatSays(answer) }));
  const told = async () => (await moneyAlarms(world, world.clock.now())).map(({ code, detail, since }) => [code, detail, since]);
  // the pages of sales need no more of the server than this
  const sales = createSalesPages(world as unknown as PageDeps);
  const session = { kind: 'staff', id: '00000000-0000-4000-8000-000000000000', actors: ['sales'], expiresAt: new Date('2027-01-01'), institutionId: null, staff: { subject: 's', name: null, email: null } } as unknown as Session;

  const since = world.clock.now();
  await deliverPaymentRequests({ ...asking, provider: providerThatSays(edited) });
  expect(await told()).toEqual([['INVOICE_TOTAL_DIFFERS', `${institution?.name}, in_1: 60000 KRW there, 50 KRW here`, since]]);
  await hear({ ...edited, status: 'open', number: 'CC-1' });
  expect(await told()).toEqual([['INVOICE_TOTAL_DIFFERS', `${institution?.name}, CC-1: 60000 KRW there, 50 KRW here`, since]]);
  expect(await sales.differingInvoices(session)).toEqual([
    { id: invoice.id, institution: { id: learner.institutionId, name: institution?.name }, name: 'CC-1', isFinal: true, ours: { amount: 50n, currency: 'KRW' }, theirs: { amount: 60_000n, currency: 'KRW' }, since },
  ]);
  await hear({ ...edited, currency: 'eur', status: 'open', number: 'CC-1' });
  expect(await told()).toEqual([['INVOICE_TOTAL_DIFFERS', `${institution?.name}, CC-1: another currency there, 50 KRW here`, since]]);
  await hear({ ...edited, status: 'void', number: 'CC-1' });
  expect([await told(), await sales.differingInvoices(session)]).toEqual([[], []]);
});
