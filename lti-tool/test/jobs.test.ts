import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { parseCrontab } from 'graphile-worker';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { createEmit } from '../src/adapters/postgres/outbox.ts';
import { crontabOf, schedule, startJobRunner, type EventJobs, type PeriodicJob } from '../src/adapters/jobs/job-runner.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { eventIdSchema, institutionIdSchema, labIdSchema } from '../src/domain/ids.ts';
import type { DomainEvent, Place } from '../src/domain/events.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
const emit = createEmit({ clock: systemClock, ids: randomIds });

beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());
// a runner that closes leaves the jobs it had not begun
beforeEach(() => made.database.query('delete from graphile_worker._private_jobs'));

const place = (): Place => ({ institutionId: institutionIdSchema.parse(randomUUID()), courseId: null, resourceLinkId: null, personId: null, labId: labIdSchema.parse(randomUUID()) });

/** Jobs that announce themselves on a bus; `lab.ready` leads to `meter-lab`. */
function announcing(bus: EventEmitter): EventJobs {
  const announce = (name: string) => async (event: DomainEvent) => void bus.emit(name, event);
  return { 'provision-lab': announce('provision-lab'), 'recycle-lab': announce('recycle-lab'), 'meter-lab': announce('meter-lab'), 'judge-lab': announce('judge-lab'), 'score-activity': announce('score-activity'), 'end-lab': announce('end-lab') };
}

/** Takes what is queued away. @returns the jobs in the order they would have run */
async function queued(): Promise<string[]> {
  const rows = await made.database.query<{ task_identifier: string }>('select task_identifier from graphile_worker.jobs order by priority, run_at, id');
  await made.database.query('delete from graphile_worker._private_jobs');
  return rows.map((row) => row.task_identifier);
}

const start = (jobs: EventJobs, periodic: readonly PeriodicJob[] = []) => startJobRunner({ pool: made.database.pool, jobs, periodic, concurrency: 2, log: () => {} });

test('an event and the job that follows it are kept together, and the job runs with the event', async () => {
  const bus = new EventEmitter();
  const runner = await start(announcing(bus));
  const ran = once(bus, 'meter-lab', { signal: AbortSignal.timeout(15_000) });
  const event = await made.database.transaction((tx) => emit(tx, place(), { type: 'lab.ready', secondsToReady: 1 }));
  expect((await ran)[0]).toEqual(event);
  await runner.close();
});

test('cut-offs, metering and the first act of a recycling go before labs that are being built, however many those are', async () => {
  await made.database.transaction(async (tx) => {
    await emit(tx, place(), { type: 'lab.requested', packId: 'p', packVersion: '1.0.0' });
    await emit(tx, place(), { type: 'lab.ending', reason: 'time-limit' });
    await emit(tx, place(), { type: 'credit.ended' });
    await emit(tx, place(), { type: 'lab.ended', reason: 'learner' });
  });
  expect(await queued()).toEqual(['recycle-lab', 'score-activity', 'end-lab', 'meter-lab', 'provision-lab']);
});

test('what a lab needs later is queued once for each lab, also when one learner had two', async () => {
  const [first, second] = [place(), place()];
  const event = (lab: Place): DomainEvent => ({ id: eventIdSchema.parse(randomUUID()), version: 1, occurredAt: '2026-11-25T00:00:00Z', place: lab, body: { type: 'lab.ending', reason: 'learner' } });
  for (const lab of [first, second, first]) await schedule(made.database, 'recycle-lab', event(lab), new Date());
  expect(await queued()).toEqual(['recycle-lab', 'recycle-lab']);
});

test('a rolled back change leaves neither event nor job', async () => {
  const before = await made.database.query('select 1 from event_outbox');
  await expect(made.database.transaction(async (tx) => {
    await emit(tx, place(), { type: 'lab.ready', secondsToReady: 1 });
    throw new Error('changed my mind');
  })).rejects.toThrow('changed my mind');
  expect(await made.database.query('select 1 from event_outbox')).toHaveLength(before.length);
  expect(await made.database.query("select 1 from graphile_worker.jobs where task_identifier = 'meter-lab'")).toHaveLength(0);
});

test('a job whose process died is taken up by the next process at once', async () => {
  await made.database.transaction((tx) => emit(tx, place(), { type: 'lab.ready', secondsToReady: 1 }));
  // what a killed process leaves behind: a locked job, its queue locked too, and an advisory lock that nobody holds
  await made.database.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead-worker'`);
  await made.database.query(`update graphile_worker._private_job_queues set locked_at = now(), locked_by = 'dead-worker'`);
  await made.database.query(`insert into job_process (lock_key, worker_ids) values (1, '{dead-worker}')`);
  const bus = new EventEmitter();
  const ran = once(bus, 'meter-lab', { signal: AbortSignal.timeout(15_000) });
  const runner = await start(announcing(bus));
  await ran;
  await runner.close();
  expect(await made.database.query('select 1 from job_process')).toHaveLength(0);
});

test('a job that comes round while it still runs takes no second worker from the labs', async () => {
  const bus = new EventEmitter();
  const rosters: PeriodicJob = { name: 'sync-rosters', everyMinutes: 1, run: async () => { bus.emit('began'); await once(bus, 'answered'); } };
  const [item] = parseCrontab(crontabOf([rosters]));
  const comesRound = () => made.database.query(`select graphile_worker.add_job('sync-rosters', '{}'::json, queue_name => $1, max_attempts => 1, job_key => 'sync-rosters')`, [item?.options.queueName]);
  const heard = (name: string): Promise<boolean> => once(bus, name, { signal: AbortSignal.timeout(3_000) }).then(() => true, () => false);
  const runner = await start(announcing(bus), [rosters]);
  const began = heard('began');
  await comesRound();
  await began;
  await comesRound();
  const metered = heard('meter-lab');
  await made.database.transaction((tx) => emit(tx, place(), { type: 'lab.ready', secondsToReady: 1 }));
  const wasMetered = await metered;
  await made.database.query('delete from graphile_worker._private_jobs where locked_at is null');
  bus.emit('answered');
  await runner.close();
  expect(wasMetered).toBe(true);
});
