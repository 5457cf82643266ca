import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { AddRoleToInstanceProfileCommand, AttachRolePolicyCommand, CreateInstanceProfileCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteRolePermissionsBoundaryCommand, DeleteRolePolicyCommand, GetRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsAccountIdSchema, regionSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { createLabAccounts } from '../src/adapters/aws/lab-accounts.ts';
import { newAccount, startLabWorld, type LabWorld } from './lab-world.ts';

const ALLOW_ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

let world: LabWorld;
let accountId: AwsAccountId;
let settings: { endpoint: string; region: string; credentials: Awaited<ReturnType<LabWorld['accounts']['learnerCredentials']>>; maxAttempts: number };

beforeAll(async () => {
  world = await startLabWorld();
  accountId = await newAccount(world);
  await world.accounts.openTo(accountId, { services: ['s3', 'iam', 'sts', 'cloudtrail'], regions: [regionSchema.parse('ap-northeast-2')] });
  settings = { endpoint: world.aws.url, region: 'ap-northeast-2', credentials: await world.accounts.learnerCredentials(accountId, 'learner-1'), maxAttempts: 1 };
});
afterAll(() => world.close());

async function asLearner<T>(work: (clients: { iam: IAMClient; s3: S3Client; sts: STSClient }) => Promise<T>): Promise<T> {
  const clients = { iam: new IAMClient(settings), s3: new S3Client({ ...settings, forcePathStyle: true }), sts: new STSClient(settings) };
  try {
    return await work(clients);
  } finally {
    Object.values(clients).forEach((client) => client.destroy());
  }
}

const denied = expect.objectContaining({ name: expect.stringMatching(/^AccessDenied|UnauthorizedOperation$/) });
const roleArn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

describe('a learner', () => {
  test('may use the services of the pack, and is known by the pseudonym', async () => {
    await asLearner(async ({ iam, s3, sts }) => {
      await expect(s3.send(new CreateBucketCommand({ Bucket: `allowed-${accountId}` }))).resolves.toBeDefined();
      await expect(iam.send(new ListRolesCommand({}))).resolves.toBeDefined();
      expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/cloudclass-learner/learner-1`);
    });
  });

  test('may not use other services', async () => {
    const kinesis = new KinesisClient(settings);
    await expect(kinesis.send(new ListShardsCommand({ StreamName: 'any' }))).rejects.toEqual(denied);
    kinesis.destroy();
  });

  test("may not use the pack's services in another Region, us-east-1 no more than others", async () => {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const cloudtrail = new CloudTrailClient({ ...settings, region });
      await expect(cloudtrail.send(new LookupEventsCommand({}))).rejects.toEqual(denied);
      cloudtrail.destroy();
    }
  });

  test('may not read or change the roles of the pool', async () => {
    await asLearner(async ({ iam }) => {
      for (const RoleName of ['cloudclass-learner', 'OrganizationAccountAccessRole']) {
        await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toEqual(denied);
        await expect(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'more', PolicyDocument: ALLOW_ALL }))).rejects.toEqual(denied);
        await expect(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: ALLOW_ALL }))).rejects.toEqual(denied);
        await expect(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))).rejects.toEqual(denied);
      }
      await expect(iam.send(new DeleteRolePolicyCommand({ RoleName: 'cloudclass-learner', PolicyName: 'cloudclass-revoked' }))).rejects.toEqual(denied);
    });
  });

  test('may not become operations', async () => {
    await asLearner(async ({ sts }) => expect(sts.send(new AssumeRoleCommand({ RoleArn: roleArn('OrganizationAccountAccessRole'), RoleSessionName: 'up' }))).rejects.toEqual(denied));
  });

  test('may not make a role outside the boundary, nor a user that outlasts the lease', async () => {
    await asLearner(async ({ iam }) => {
      const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }] });
      for (const RoleName of ['way-out', 'cloudclass-baseline-mine']) await expect(iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))).rejects.toEqual(denied);
      await expect(iam.send(new CreateUserCommand({ UserName: 'stays' }))).rejects.toEqual(denied);
    });
  });

  test('may not stop the trail, although the pack allows CloudTrail', async () => {
    const cloudtrail = new CloudTrailClient(settings);
    await expect(cloudtrail.send(new StopLoggingCommand({ Name: 'trail' }))).rejects.toEqual(denied);
    cloudtrail.destroy();
  });
});

test('opening an account twice is opening it once, with the newest pack\'s guardrails', async () => {
  await world.accounts.openTo(accountId, { services: ['ec2'], regions: [regionSchema.parse('ap-northeast-2')] });
  await expect(asLearner(({ s3 }) => s3.send(new CreateBucketCommand({ Bucket: `no-more-${accountId}` })))).rejects.toEqual(denied);
});

test('what AWS answers comes as a code of ours with AWS\'s words for the log', async () => {
  const unknown = awsAccountIdSchema.parse('000000000000');
  await expect(world.accounts.learnerCredentials(unknown, 'learner-1')).rejects.toMatchObject({ code: 'AWS_REFUSED', detail: expect.stringContaining('AccessDenied') });
  const away = { ...world.awsSettings, endpoint: 'http://127.0.0.1:9' };
  await expect(createLabAccounts(away, world.clock).freeze(accountId)).rejects.toMatchObject({ code: 'AWS_UNREACHABLE' });
});

test('instance profiles, roles and policies that are not the pool\'s are found and removed; the pool\'s and its baseline\'s stay', async () => {
  const access = world.accounts.operationsAccess(accountId, regionSchema.parse('ap-northeast-2'));
  const operations = new IAMClient({ ...settings, credentials: access.credentials });
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' }] });
  for (const RoleName of ['way-in', 'cloudclass-baseline-records']) await operations.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const { Policy } = await operations.send(new CreatePolicyCommand({ PolicyName: 'all', PolicyDocument: ALLOW_ALL }));
  await operations.send(new AttachRolePolicyCommand({ RoleName: 'way-in', PolicyArn: Policy?.Arn }));
  await operations.send(new PutRolePolicyCommand({ RoleName: 'way-in', PolicyName: 'inline', PolicyDocument: ALLOW_ALL }));
  await operations.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'way-in' }));
  await operations.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'way-in', RoleName: 'way-in' }));
  expect(await world.accounts.inventory(access, [access.region])).toEqual(expect.arrayContaining([roleArn('way-in'), Policy?.Arn]));
  await world.accounts.empty(access, [access.region]);
  expect(await world.accounts.inventory(access, [access.region])).toEqual([]);
  const { Roles = [] } = await operations.send(new ListRolesCommand({}));
  expect(Roles.map((role) => role.RoleName).toSorted()).toEqual(['OrganizationAccountAccessRole', 'cloudclass-baseline-records', 'cloudclass-learner']);
  operations.destroy();
});
