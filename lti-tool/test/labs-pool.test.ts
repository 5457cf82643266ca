import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startJobRunner } from '../src/adapters/jobs/job-runner.ts';
import type { DomainEvent } from '../src/domain/events.ts';
import { awsAccountIdSchema } from '@cloudclass/plugin-contract';
import { addAccount, listAccounts, takeAvailable } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { provisionLab } from '../src/features/labs/provision-lab.ts';
import { labIdSchema, type LabId } from '../src/domain/ids.ts';
import { accountsMade, asJob, broughtUp, labAt, newLearner, requested, startLabWorld, takenDown, until, type LabWorld } from './lab-world.ts';

const MAXIMUM = 2;
let world: LabWorld;
let labs: LabId[];
beforeAll(async () => {
  world = await startLabWorld(MAXIMUM);
  labs = [];
  for (let learner = 0; learner < 4; learner += 1) labs.push(await requested(world, await newLearner(world)));
});
afterAll(() => world.close());

async function statuses(): Promise<string[]> {
  return (await Promise.all(labs.map((id) => labAt(world, id)))).map(({ state }) => state.status);
}

test('four learners at once and room for two accounts: two work, two wait and are told why', async () => {
  await Promise.all(labs.map((id) => asJob(async () => void (await broughtUp(world, id)))));
  await runQueuedUntil(async () => (await statuses()).filter((status) => status === 'ready').length === MAXIMUM);
  expect((await statuses()).toSorted()).toEqual(['ready', 'ready', 'requested', 'requested']);
  const waiting = (await Promise.all(labs.map((id) => labAt(world, id)))).filter(({ state }) => state.status === 'requested');
  expect(waiting.map(({ state }) => state)).toEqual([expect.objectContaining({ waitingFor: 'LAB_POOL_EMPTY' }), expect.objectContaining({ waitingFor: 'LAB_POOL_EMPTY' })]);
});

test('no two labs share an account, and the pool never grows beyond its maximum', async () => {
  const pool = await listAccounts(world.sql);
  const holders = pool.map(({ state }) => ('labId' in state ? state.labId : undefined));
  expect(pool).toHaveLength(MAXIMUM);
  expect(new Set(holders).size).toBe(MAXIMUM);
});

test('when a lab gives its account back, the lab that waits longest gets it, also when another one asks first', async () => {
  const before = await Promise.all(labs.map((id) => labAt(world, id)));
  const [running] = before.filter(({ state }) => state.status === 'ready');
  const [first] = before.filter(({ state }) => state.status === 'requested').toSorted((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime());
  if (running === undefined || first === undefined) throw new Error('the pool is not as the tests before left it');
  await endLab(world, running.id, 'learner');
  await asJob(() => takenDown(world, running.id));
  const late = await requested(world, await newLearner(world));
  await provisionLab(world, late);
  expect((await labAt(world, late)).state).toMatchObject({ status: 'requested', waitingFor: 'LAB_POOL_EMPTY' });
  await endLab(world, late, 'cancelled');
  await asJob(() => takenDown(world, late));
  await runQueuedUntil(async () => (await labAt(world, first.id)).state.status === 'ready');
  expect((await statuses()).filter((status) => status === 'requested')).toHaveLength(1);
});

test('a pool that may grow again serves who waits', async () => {
  const waiting = (await Promise.all(labs.map((id) => labAt(world, id)))).find(({ state }) => state.status === 'requested');
  if (waiting === undefined) throw new Error('nobody waits');
  expect(await accountsMade({ ...world, poolMaximum: MAXIMUM + 1 })).toBe(true);
  await runQueuedUntil(async () => (await labAt(world, waiting.id)).state.status === 'ready');
  expect(await listAccounts(world.sql)).toHaveLength(MAXIMUM + 1);
});

test('two leases at the same moment take two accounts, and neither waits for the other', async () => {
  const accounts = ['900000000001', '900000000002'].map((account) => awsAccountIdSchema.parse(account));
  for (const account of accounts) await addAccount(world.sql, account, new Date());
  const taken = await world.sql.transaction(async (one) => {
    const first = await takeAvailable(one, { labId: 'one', ahead: 0 }, new Date());
    return [first, await world.sql.transaction((other) => takeAvailable(other, { labId: 'other', ahead: 0 }, new Date()))];
  });
  expect([new Set(taken).size, taken.includes(undefined)]).toEqual([2, false]);
});

/** Runs what is queued, with the real queue, until a condition holds. */
async function runQueuedUntil(condition: () => Promise<boolean>): Promise<void> {
  const nothing = async (): Promise<void> => {};
  const provision = (event: DomainEvent) => provisionLab(world, labIdSchema.parse(event.place.labId));
  const jobs = { 'provision-lab': provision, 'recycle-lab': nothing, 'end-lab': nothing, 'meter-lab': nothing, 'judge-lab': nothing, 'score-activity': nothing };
  const runner = await startJobRunner({ pool: world.sql.pool, jobs, periodic: [], concurrency: 2, log: () => {} });
  try {
    await until('the queued job has done its work', condition);
  } finally {
    await runner.close();
  }
}
