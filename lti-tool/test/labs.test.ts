import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { awsAccountIdSchema, regionSchema } from '@cloudclass/plugin-contract';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { resourcesOf } from '../src/features/labs/lab-store.ts';
import { provisionLab } from '../src/features/labs/provision-lab.ts';
import { recycleLab } from '../src/features/labs/recycle-lab.ts';
import type { LabId } from '../src/ids.ts';
import { eventsOf, labAt, newLearner, requested, startLabWorld, type LabWorld } from './lab-world.ts';

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());

async function stacksIn(accountId: string): Promise<string[]> {
  const client = new CloudFormationClient({ endpoint: world.aws.url, region: 'ap-northeast-2', credentials: world.accounts.operationsAccess(awsAccountIdSchema.parse(accountId), regionSchema.parse('ap-northeast-2')).credentials });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }));
  client.destroy();
  return StackSummaries.map((stack) => stack.StackName ?? '');
}

describe('a lab from the request to its end', () => {
  let id: LabId;

  test('a request leads to a leased account, a stack with its outputs and a lab that is ready', async () => {
    id = await requested(world, await newLearner(world));
    await provisionLab(world, id);
    const { state } = await labAt(world, id);
    if (state.status !== 'ready') throw new Error(`the lab is ${state.status}`);
    expect(Object.keys(state.outputs).length).toBeGreaterThan(0);
    expect(await stacksIn(state.accountId)).toEqual([`cloudclass-${id}`]);
    expect((await resourcesOf(world.sql, id)).every((resource) => resource.status === 'ready')).toBe(true);
    expect(await eventsOf(world, id, 'lab.ready')).toHaveLength(1);
  });

  test('its end takes the stack down and gives the account back', async () => {
    const { accountId } = await labAt(world, id);
    await endLab(world, id, 'learner');
    await recycleLab(world, id);
    expect((await labAt(world, id)).state).toMatchObject({ status: 'ended', reason: 'learner' });
    expect(await stacksIn(accountId ?? '')).toEqual([]);
    expect((await listAccounts(world.sql)).find((account) => account.accountId === accountId)?.state.status).toBe('available');
  });
});
