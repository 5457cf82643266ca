import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { accountsComing, claimRequests, type AccountRequest } from '../src/features/labs/account-request-store.ts';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { advance, createAccountMaker, planPool, type PoolSize } from '../src/features/labs/make-accounts.ts';
import type { LabAccounts } from '../src/features/labs/ports.ts';
import { provisionLab } from '../src/features/labs/provision-lab.ts';
import { alarmsOf } from '../src/pages/operator-alarms.ts';
import { accountsInAws, dyingAfter, Killed, labAt, later, newLearner, requested, startLabWorld, type LabWorld } from './lab-world.ts';

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());
afterEach(async () => {
  world.aws.faults.clear();
  await world.sql.query('delete from account_request');
});

/** The maker as the jobs run it: what fails is tried again, and its reason is kept. */
async function round(deps: LabWorld, pool: PoolSize): Promise<void> {
  const maker = createAccountMaker({ ...deps, pool, onProblem: () => {} });
  await maker.begin();
  await maker.settled();
}

const pooled = async (): Promise<string[]> => (await listAccounts(world.sql)).map(({ accountId }) => accountId);
const room = async (more: number): Promise<PoolSize> => ({ ready: more + await free(), maximum: 100 });
const free = async (): Promise<number> => (await listAccounts(world.sql)).filter(({ state }) => state.status === 'available').length;

/** AWS as it is with an account that takes its time: it answers nothing but a number, until it is said to be ready. */
function takingItsTime(accounts: LabAccounts): LabAccounts & { readonly asked: string[]; ready: boolean } {
  const asked: string[] = [];
  const slow = {
    ...accounts, asked, ready: false,
    async askForAccount(name: string) {
      asked.push(name);
      return { status: 'under-way' as const, ticket: `car-${name}` };
    },
    async lookAtRequest({ name, ticket }: { readonly name: string; readonly ticket: string }) {
      return slow.ready ? accounts.askForAccount(name) : { status: 'under-way' as const, ticket };
    },
  };
  return slow;
}

describe('accounts are made ahead', () => {
  test('as many as the operator keeps ready, and one for each lab that has none', async () => {
    const labs = [await requested(world, await newLearner(world)), await requested(world, await newLearner(world))];
    await planPool(world, { ready: 3, maximum: 20 });
    expect((await accountsComing(world.sql)).count).toBe(5);
    await planPool(world, { ready: 3, maximum: 4 });
    expect((await accountsComing(world.sql)).count).toBe(4);
    for (const id of labs) await endLab(world, id, 'cancelled');
    await planPool(world, { ready: 3, maximum: 20 });
    expect((await accountsComing(world.sql)).count).toBe(3);
  });

  test('two processes that look at the same moment ask for the same few', async () => {
    await Promise.all([planPool(world, await room(4)), planPool(world, await room(4))]);
    expect((await accountsComing(world.sql)).count).toBe(4);
  });

  test('AWS is asked once for one that takes its time, five at a time, and looked at again later', async () => {
    const accounts = takingItsTime(world.accounts);
    const pool = await room(7);
    for (let minutes = 0; minutes < 3; minutes += 1) await round({ ...later(world, minutes), accounts }, pool);
    expect([accounts.asked.length, new Set(accounts.asked).size]).toEqual([5, 5]);
    accounts.ready = true;
    for (let minutes = 3; minutes < 8; minutes += 1) await round({ ...later(world, minutes), accounts }, pool);
    expect([new Set(accounts.asked).size, (await accountsComing(world.sql)).count]).toEqual([7, 0]);
    expect(await accountsInAws(world)).toEqual(await pooled());
  });

  test('the lab that waits longest has the account as soon as it is there', async () => {
    await world.sql.query(`update account set state = jsonb_set(state, '{status}', '"frozen"') || '{"labId":"nobody"}' where status = 'available'`);
    const id = await requested(world, await newLearner(world));
    await provisionLab(world, id);
    expect((await labAt(world, id)).state).toMatchObject({ status: 'requested', waitingFor: 'LAB_POOL_EMPTY' });
    await round(world, { ready: 0, maximum: 100 });
    await provisionLab(world, id);
    expect((await labAt(world, id)).accountId).not.toBeNull();
  });
});

/** Runs a request from where it is; a process dies right after its n-th call to AWS took effect. @returns whether it died */
async function diesAfter(calls: number, request: AccountRequest): Promise<boolean> {
  const left = { left: calls };
  await advance({ ...world, accounts: dyingAfter(world.accounts, left) }, request).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  return left.left <= 0;
}

test('a request that is killed after every call to AWS leads to one account, and none is lost', async () => {
  const before = await pooled();
  await planPool(world, await room(1));
  let kills = 0;
  for (let calls = 1; calls < 20; calls += 1) {
    const [request] = await claimRequests(world.sql, later(world, 5 * calls).clock.now(), { except: [], limit: 1 });
    if (request === undefined) break;
    if (await diesAfter(calls, request)) kills += 1;
  }
  expect(kills).toBeGreaterThanOrEqual(2);
  expect(await accountsInAws(world)).toEqual(await pooled());
  expect((await pooled()).length).toBe(before.length + 1);
});

test('an account whose request nobody heard the answer of is found, however long ago', async () => {
  await planPool(world, await room(1));
  const [request] = await claimRequests(world.sql, world.clock.now(), { except: [], limit: 1 });
  if (request === undefined) throw new Error('nothing was noted');
  await world.sql.query(`update account_request set state = '{"status":"asking"}' where id = $1`, [request.id]);
  const first = await world.accounts.askForAccount(request.id);
  // AWS forgets requests sooner than addresses
  const found = await world.accounts.askForAccount(request.id);
  expect(found).toEqual(first);
  await round(later(world, 5), await room(1));
  expect(await accountsInAws(world)).toEqual(await pooled());
});

describe('when AWS makes none', () => {
  test('the operator reads why and when it is tried again, and what is not needed any more is forgotten', async () => {
    world.aws.faults.set({ refuse: { service: 'organizations', operation: 'CreateAccount', name: 'ConstraintViolationException', fields: { Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED' } } });
    const pool = await room(2);
    await round(world, pool);
    const { count, failures } = await accountsComing(world.sql);
    expect(count).toBe(2);
    expect(failures).toEqual([{ problem: 'AWS_ACCOUNT_LIMIT', reason: expect.stringContaining('ConstraintViolationException'), count: 2, since: expect.any(Date), tryAt: expect.any(Date) }]);
    const facts = { coming: { count, failures }, quarantine: 0, queues: [], refused: 0, platforms: [], troubles: [] };
    expect(await alarmsOf(world, { ...facts, now: world.clock.now() })).toEqual([]);
    expect(await alarmsOf(world, { ...facts, now: later(world, 3).clock.now() })).toMatchObject([{ code: 'ACCOUNTS_NOT_MADE', detail: 'AWS_ACCOUNT_LIMIT', count: 2 }]);
    await round(world, { ...pool, maximum: (await pooled()).length });
    expect((await accountsComing(world.sql)).count).toBe(0);
  });

  test('it is asked again after a rest, and then the account joins', async () => {
    world.aws.faults.set({ refuse: { service: 'organizations', operation: 'CreateAccount', name: 'ConcurrentModificationException', times: 1 } });
    const pool = await room(1);
    await round(world, pool);
    await round(world, pool);
    expect((await accountsComing(world.sql)).failures).toMatchObject([{ problem: 'AWS_BUSY', count: 1 }]);
    await round(later(world, 1), pool);
    expect(await accountsComing(world.sql)).toEqual({ count: 0, failures: [] });
    expect(await accountsInAws(world)).toEqual(await pooled());
  });

  test('an account that AWS does not let in yet is no failure in its first minutes, and one later', async () => {
    world.aws.faults.set({ refuse: { service: 'sts', operation: 'AssumeRole', name: 'AccessDenied' } });
    const pool = await room(1);
    await round(world, pool);
    await round(later(world, 2), pool);
    expect(await accountsComing(world.sql)).toEqual({ count: 1, failures: [] });
    await round(later(world, 15), pool);
    expect((await accountsComing(world.sql)).failures).toMatchObject([{ problem: 'AWS_REFUSED', reason: expect.stringContaining('AccessDenied') }]);
    world.aws.faults.clear();
    await round(later(world, 30), pool);
    expect((await accountsComing(world.sql)).count).toBe(0);
  });
});
