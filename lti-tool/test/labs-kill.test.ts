import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { awsAccountIdSchema, regionSchema } from '@cloudclass/plugin-contract';
import { listAccounts, openRequests } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { fillPool } from '../src/features/labs/fill-pool.ts';
import { provisionLab } from '../src/features/labs/provision-lab.ts';
import { recycleLab } from '../src/features/labs/recycle-lab.ts';
import type { LabId } from '../src/ids.ts';
import { asJob, dyingAfter, eventsOf, Killed, labAt, newLearner, requested, startLabWorld, type LabWorld } from './lab-world.ts';

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
  for (let calls = 1; ; calls += 1) {
    try {
      await run(dying(calls));
      return calls - 1;
    } catch (error) {
      // what AWS answers meanwhile is no kill, and a job is run again after it all the same
      if (error instanceof Killed || calls < 50) continue;
      throw error;
    }
  }
}

async function accountsInAws(): Promise<string[]> {
  const client = new OrganizationsClient({ endpoint: world.aws.url, region: 'us-east-1', credentials: world.aws.managementCredentials });
  const ids: string[] = [];
  for await (const page of paginateListAccounts({ client }, {})) ids.push(...(page.Accounts ?? []).flatMap(({ Id, Name }) => (Id !== undefined && Name?.startsWith('cloudclass-') === true ? [Id] : [])));
  client.destroy();
  return ids.toSorted();
}

async function stacksEver(id: LabId): Promise<string[]> {
  const { accountId } = await labAt(world, id);
  const seoul = regionSchema.parse('ap-northeast-2');
  const client = new CloudFormationClient({ endpoint: world.aws.url, region: seoul, credentials: world.accounts.operationsAccess(awsAccountIdSchema.parse(accountId), seoul).credentials });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  client.destroy();
  return StackSummaries.map((stack) => stack.StackName ?? '').filter((name) => name === `cloudclass-${id}`);
}

test('a lab killed after each call to AWS comes up with one account and one stack, and goes down clean', async () => {
  const id = await requested(world, await newLearner(world));
  expect(await killedEverywhere((deps) => provisionLab(deps, id))).toBeGreaterThanOrEqual(3);
  expect((await labAt(world, id)).state.status).toBe('ready');
  expect(await accountsInAws()).toEqual((await listAccounts(world.sql)).map((account) => account.accountId));
  expect(await stacksEver(id)).toHaveLength(1);
  expect(await eventsOf(world, id, 'lab.ready')).toHaveLength(1);

  await endLab(world, id, 'learner');
  expect(await killedEverywhere((deps) => recycleLab(deps, id))).toBeGreaterThanOrEqual(5);
  expect((await labAt(world, id)).state.status).toBe('ended');
  expect((await listAccounts(world.sql)).map((account) => account.state.status)).toEqual(['available']);
  expect(await eventsOf(world, id, 'lab.ended')).toHaveLength(1);
});

test('a pool that was killed while AWS made an account knows that account afterwards', async () => {
  await expect(fillPool(dying(1), 3, 20)).rejects.toThrow(Killed);
  expect(await openRequests(world.sql)).toHaveLength(1);
  await asJob(() => fillPool(world, 3, 20));
  expect(await openRequests(world.sql)).toEqual([]);
  expect(await accountsInAws()).toEqual((await listAccounts(world.sql)).map((account) => account.accountId));
  expect(await listAccounts(world.sql)).toHaveLength(3);
});
