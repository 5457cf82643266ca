import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { draftInvoice } from '@cloudclass/billing';
import type { LabId } from '../src/domain/ids.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { moneyAlarms } from '../src/pages/money-alarms.ts';
import { meterLab } from '../src/use-cases/meter-lab.ts';
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

test('an event at the payment provider that nothing books is told of for a week', async () => {
  world.clock.set(START);
  await world.sql.query(`insert into billing.stripe_inbox (event_id, type, received_at, concern) values ($1, 'charge.refunded', $2, 'charge.refunded ch_1'), ($3, 'invoice.paid', $2, null)`, [randomUUID(), new Date(START), randomUUID()]);
  expect(await alarms('PAYMENT_EVENT')).toEqual([['charge.refunded ch_1', 1]]);
  world.clock.set('2026-12-01T10:00:00Z');
  expect(await alarms('PAYMENT_EVENT')).toEqual([]);
});
