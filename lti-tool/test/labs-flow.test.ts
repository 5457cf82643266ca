import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { awsAccountIdSchema } from '@cloudclass/plugin-contract';
import { gradeAt } from '../src/features/grades/grade-store.ts';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import { resourcesOf } from '../src/features/labs/lab-store.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { verdictsOf } from '../src/features/validation/verdict-store.ts';
import type { LabId } from '../src/domain/ids.ts';
import { payingLearner } from './paying-learner.ts';
import { labAt, requested, startLabWorld, until, type LabWorld } from './lab-world.ts';
import { startRoles, type RunningRoles } from './running-roles.ts';

let world: LabWorld;
let roles: RunningRoles;
let learner: Learner;
let id: LabId;

beforeAll(async () => {
  world = await startLabWorld();
  roles = await startRoles(world);
  learner = await payingLearner(world, { discountBasisPoints: 10_000 });
});
afterAll(async () => {
  await roles.close();
  await world.close();
});

// one learner's story, in order: each test goes on where the one before it stopped
describe('with the jobs and the activity role running', () => {
  test('pressing Start brings a lab up', async () => {
    id = await requested(world, learner);
    await until('the lab is ready', async () => (await labAt(world, id)).state.status === 'ready');
    expect((await resourcesOf(world.sql, id)).length).toBeGreaterThan(0);
  });

  test('an act in AWS passes its step and reaches the score', async () => {
    const lab = await labAt(world, id);
    const credentials = await roles.services.accounts.learnerCredentials(awsAccountIdSchema.parse(lab.accountId), roles.services.pseudonymOf(learner.personId));
    const s3 = new S3Client({ endpoint: world.aws.url, region: lab.region, credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: `${lab.outputs.SiteNamePrefix ?? ''}by-hand` }));
    s3.destroy();
    await until('the score is queued', async () => (await gradeAt(world.sql, learner)) !== undefined);
    const verdicts = new Map<string, { readonly status: string }>(await verdictsOf(world.sql, id));
    expect([verdicts.get('create-bucket')?.status, (await gradeAt(world.sql, learner))?.points]).toEqual(['held', 20]);
  });

  test('the end gives the account back clean', async () => {
    const { accountId } = await labAt(world, id);
    await endLab(world, id, 'learner');
    await until('the account rests', async () => (await listAccounts(world.sql)).find((account) => account.accountId === accountId)?.state.status === 'available');
    expect((await labAt(world, id)).state.status).toBe('ended');
  });
});
