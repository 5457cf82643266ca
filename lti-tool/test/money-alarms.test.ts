import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createContract, draftInvoice } from '@cloudclass/billing';
import type { LabId } from '../src/domain/ids.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { moneyAlarms } from '../src/pages/money-alarms.ts';
import { meterLab } from '../src/use-cases/meter-lab.ts';
import { settlePaymentEvent } from '../src/use-cases/payment-events.ts';
import { rateQuarantined } from '../src/use-cases/rate-quarantined.ts';
import { endedAt, runningLab, START, startMeteringWorld, type MeteringWorld } from './metering-world.ts';
import { payingLearner } from './paying-learner.ts';

let world: MeteringWorld;
let learner: Learner;
let lab: LabId;
beforeAll(async () => {
  world = await startMeteringWorld();
  learner = await payingLearner(world, { credit: 5_000n });
  lab = await runningLab(world, learner);
});
afterAll(() => world.close());

const alarms = async (code: string) => (await moneyAlarms(world, world.clock.now())).filter((alarm) => alarm.code === code).map(({ detail, count }) => [detail, count]);

test('a lab that no meter has looked at for five minutes is told of, until one does or it is over', async () => {
  world.clock.set('2026-11-24T10:05:00Z');
  expect(await alarms('LABS_UNMETERED')).toEqual([]);
  world.clock.set('2026-11-24T10:05:01Z');
  expect(await alarms('LABS_UNMETERED')).toEqual([['', 1]]);
  await meterLab(world, lab);
  expect(await alarms('LABS_UNMETERED')).toEqual([]);
  await endedAt(world, lab, '2026-11-24T10:06:00Z');
  world.clock.set('2026-11-24T10:20:00Z');
  expect(await alarms('LABS_UNMETERED')).toEqual([]);
});

test('a request that the payment provider refused, or does not answer, is told of with its words', async () => {
  const { id } = await draftInvoice(world, { institutionId: learner.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') });
  const become = (status: string, minutes: number) =>
    world.sql.query('update billing.stripe_outbox set status = $2, last_error = $3, first_sent_at = $4 where invoice_id = $1', [id, status, 'no such customer', new Date(world.clock.now().getTime() - minutes * 60_000)]);
  const told = async () => [await alarms('PAYMENT_REFUSED'), await alarms('PAYMENT_WAITING')];
  expect(await told()).toEqual([[], []]);
  await become('ambiguous', 59);
  expect(await told()).toEqual([[], []]);
  await become('ambiguous', 61);
  expect(await told()).toEqual([[], [['no such customer', 1]]]);
  await become('dead', 61);
  expect(await told()).toEqual([[['no such customer', 1]], []]);
});

test('an event at the payment provider that nothing books is told of until somebody says that it is settled, which is noted once', async () => {
  world.clock.set(START);
  const event = `evt_${randomUUID()}`;
  await world.sql.query(`insert into billing.stripe_inbox (event_id, type, received_at, concern) values ($1, 'charge.refunded', $2, 'charge.refunded ch_1'), ($3, 'invoice.paid', $2, null)`, [event, new Date(START), randomUUID()]);
  world.clock.set('2027-12-01T10:00:00Z');
  expect(await alarms('PAYMENT_EVENT')).toEqual([['charge.refunded ch_1', 1]]);
  const settle = () => settlePaymentEvent(world, event, 'test');
  expect([await settle(), await settle(), await alarms('PAYMENT_EVENT')]).toEqual(['charge.refunded ch_1', 'charge.refunded ch_1', []]);
  await expect(settlePaymentEvent(world, 'evt_other', 'test')).rejects.toMatchObject({ code: 'PAYMENT_EVENT_UNKNOWN' });
  expect(await world.sql.query(`select actor, target, detail from audit_log where action = 'payment-event.settled'`)).toEqual([{ actor: 'test', target: event, detail: 'charge.refunded ch_1' }]);
});

test('use without a contract is told of until there is one and it is rated, once, and said so', async () => {
  world.clock.set(START);
  const brief = await payingLearner(world, { credit: 1_000n, endsAt: new Date('2026-11-24T10:05:00Z') });
  const id = await runningLab(world, brief);
  for (const time of ['2026-11-24T10:05:00Z', '2026-11-24T10:06:00Z', '2026-11-24T10:07:00Z']) {
    world.clock.set(time);
    await meterLab(world, id);
  }
  await endedAt(world, id, '2026-11-24T10:07:00Z');
  const posted = async () => (await world.sql.query<{ amount: string }>(`select event->'body'->>'amount' as amount from event_outbox where lab_id = $1 and type = 'usage.posted' order by seq`, [id])).map(({ amount }) => amount);
  world.clock.set('2026-12-24T10:00:00Z');
  expect([await rateQuarantined(world), await alarms('USAGE_IN_QUARANTINE')]).toEqual([0, [['CONTRACT_MISSING', 2]]]);
  await createContract(world, { institutionId: brief.institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-11-24T10:05:00Z'), endsAt: null });
  expect([await rateQuarantined(world), await rateQuarantined(world), await alarms('USAGE_IN_QUARANTINE')]).toEqual([2, 0, []]);
  expect(await posted()).toEqual(['50', '10', '10']);
});

test('use that nothing but a person can settle is told of for a week', async () => {
  world.clock.set(START);
  await world.sql.query(
    `with report as (
       insert into billing.usage_raw (id, institution_id, source, event_id, revision, lab_id, learner_id, course_id, product_code, starts_at, ends_at, received_at)
       values ($1::uuid, $2, 'test', $1::uuid::text, 1, $3, $4, $5, 'lab-standard', $6, $6, $6) returning id)
     insert into billing.usage_quarantine (raw_id, institution_id, code, detail, at) select id, $2, 'USAGE_SPAN_INVALID', '', $6 from report`,
    [randomUUID(), learner.institutionId, lab, learner.personId, learner.courseId, new Date(START)],
  );
  expect(await alarms('USAGE_IN_QUARANTINE')).toEqual([['USAGE_SPAN_INVALID', 1]]);
  world.clock.set('2026-12-01T10:00:00Z');
  expect(await alarms('USAGE_IN_QUARANTINE')).toEqual([]);
});
