import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { accountsInAws, accountsMade, broughtUp, dyingAfter, eventsOf, Killed, labAt, newLearner, requested, startLabWorld, takenDown, type LabWorld } from './lab-world.ts';

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());

/** The world of a process that dies right after its n-th call to AWS took effect. */
function dying(calls: number): LabWorld {
  const left = { left: calls };
  return { ...world, accounts: dyingAfter(world.accounts, left), provisioner: dyingAfter(world.provisioner, left) };
}

/** Kills a use case after its first call, its second, and so on, until it lives through. @returns how often it was killed */
async function killedEverywhere(run: (deps: LabWorld) => Promise<void>): Promise<number> {
  let kills = 0;
  for (let calls = 1; calls < 100; calls += 1) {
    try {
      await run(dying(calls));
      return kills;
    } catch (error) {
      // what AWS answers to a call is no kill; the job is run again after it all the same
      if (error instanceof Killed) kills += 1;
    }
  }
  throw new Error('it never came to its end');
}

test('a lab killed after each call to AWS comes up with one account and one stack, and goes down clean', async () => {
  await accountsMade(world, 1);
  const id = await requested(world, await newLearner(world));
  const created: string[] = [];
  const noting = (deps: LabWorld): LabWorld => ({ ...deps, provisioner: { create: (request) => { created.push(request.token); return deps.provisioner.create(request); }, describe: deps.provisioner.describe, delete: deps.provisioner.delete } });
  expect(await killedEverywhere(async (deps) => void (await broughtUp(noting(deps), id)))).toBeGreaterThanOrEqual(2);
  expect((await labAt(world, id)).state.status).toBe('ready');
  expect(await accountsInAws(world)).toEqual((await listAccounts(world.sql)).map((account) => account.accountId));
  expect(new Set(created)).toEqual(new Set([id]));
  expect(await eventsOf(world, id, 'lab.ready')).toHaveLength(1);

  await endLab(world, id, 'learner');
  expect(await killedEverywhere((deps) => takenDown(deps, id))).toBeGreaterThanOrEqual(5);
  expect((await labAt(world, id)).state.status).toBe('ended');
  expect((await listAccounts(world.sql)).map((account) => account.state.status)).toEqual(['available']);
  expect(await eventsOf(world, id, 'lab.ended')).toHaveLength(1);
});
