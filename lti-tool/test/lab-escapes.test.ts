import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { AttachRolePolicyCommand, CreatePolicyCommand, CreatePolicyVersionCommand, CreateRoleCommand, CreateUserCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribePolicyCommand, ListPoliciesCommand, OrganizationsClient, UpdatePolicyCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { regionSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { freezePolicy, guardPolicy } from '../src/adapters/aws/service-control-policies.ts';
import { createUnits } from '../src/adapters/aws/units.ts';
import { newAccount, startLabWorld, until, type LabWorld } from './lab-world.ts';

const ALLOW_ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const seoul = regionSchema.parse('ap-northeast-2');
const guardrails = { services: ['s3', 'iam', 'ssm', 'cloudformation'], regions: [seoul] };
const denied = expect.objectContaining({ name: expect.stringMatching(/^AccessDenied/) });
/** Denied, or not known any more. */
const worthless = expect.objectContaining({ name: expect.stringMatching(/^AccessDenied|^InvalidAccessKeyId$/) });

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());

/** Somebody's keys, as the SDK takes them. */
type Keys = Awaited<ReturnType<LabWorld['accounts']['learnerCredentials']>>;

async function as<Client extends { destroy(): void }, T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const settings = (credentials: Keys, region = 'ap-northeast-2') => ({ endpoint: world.aws.url, region, credentials, maxAttempts: 1 });

/** An account that was lent, and the learner's keys. */
async function lent(): Promise<{ readonly accountId: AwsAccountId; readonly learner: Keys }> {
  const accountId = await newAccount(world);
  await world.accounts.openTo(accountId, guardrails);
  return { accountId, learner: await world.accounts.learnerCredentials(accountId, 'learner-1') };
}

/** A role that the learner makes within the boundary, may all be it says, and takes. */
async function madeRole(accountId: AwsAccountId, learner: Keys): Promise<Keys> {
  const role = `arn:aws:iam::${accountId}:role/helper`;
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:role/cloudclass-learner` }, Action: 'sts:AssumeRole' }] });
  await as(new IAMClient(settings(learner)), async (iam) => {
    await iam.send(new CreateRoleCommand({ RoleName: 'helper', AssumeRolePolicyDocument: trust, PermissionsBoundary: `arn:aws:iam::${accountId}:policy/cloudclass-boundary` }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'helper', PolicyName: 'all', PolicyDocument: ALLOW_ALL }));
  });
  const { Credentials: given } = await as(new STSClient(settings(learner)), (sts) => sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'helper' })));
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined || given.Expiration === undefined) throw new Error('no credentials');
  return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken, expiration: given.Expiration };
}

describe('a role that a learner makes', () => {
  test('may no more than the pack: neither another service nor another Region', async () => {
    const { accountId, learner } = await lent();
    const helper = await madeRole(accountId, learner);
    await as(new S3Client({ ...settings(helper), forcePathStyle: true }), (s3) => s3.send(new CreateBucketCommand({ Bucket: `helped-${accountId}` })));
    await as(new KinesisClient(settings(helper)), (kinesis) => expect(kinesis.send(new ListShardsCommand({ StreamName: 'any' }))).rejects.toEqual(denied));
    await as(new CloudTrailClient(settings(helper, 'us-east-1')), (trail) => expect(trail.send(new LookupEventsCommand({}))).rejects.toEqual(denied));
  });

  test('may no more than the pack of the next lease, when the account is opened anew', async () => {
    const { accountId } = await lent();
    await world.accounts.openTo(accountId, { services: ['iam'], regions: [seoul] });
    const helper = await madeRole(accountId, await world.accounts.learnerCredentials(accountId, 'learner-2'));
    await as(new S3Client({ ...settings(helper), forcePathStyle: true }), (s3) => expect(s3.send(new CreateBucketCommand({ Bucket: `no-${accountId}` }))).rejects.toEqual(denied));
    for (const services of [['s3'], ['ssm'], ['s3', 'iam'], ['iam', 'ssm'], ['ssm', 's3']]) await world.accounts.openTo(accountId, { services, regions: [seoul] });
  });

  test('is removed whatever its name and path, and its sessions may nothing after the lab, before and after cleaning', async () => {
    const { accountId, learner } = await lent();
    const helper = await madeRole(accountId, learner);
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' }] });
    const boundary = `arn:aws:iam::${accountId}:policy/cloudclass-boundary`;
    await as(new IAMClient(settings(learner)), (iam) => iam.send(new CreateRoleCommand({ Path: '/mine/', RoleName: 'cloudclass-baseline-mine', AssumeRolePolicyDocument: trust, PermissionsBoundary: boundary })).catch(() => {}));
    const tried = (): Promise<void> => as(new S3Client({ ...settings(helper), forcePathStyle: true }), (s3) => expect(s3.send(new CreateBucketCommand({ Bucket: `late-${accountId}` }))).rejects.toEqual(worthless));
    await world.accounts.revokeSessions(accountId, world.clock.now());
    await world.accounts.freeze(accountId);
    await tried();
    const access = world.accounts.operationsAccess(accountId, seoul);
    await world.accounts.empty(access, [seoul]);
    expect(await world.accounts.inventory(access, [seoul])).toEqual([]);
    await world.accounts.unfreeze(accountId);
    await tried();
    const roles = await as(new IAMClient({ ...settings(learner), credentials: access.credentials }), async (iam) => (await iam.send(new ListRolesCommand({}))).Roles ?? []);
    expect(roles.map(({ RoleName }) => RoleName).toSorted()).toEqual(['OrganizationAccountAccessRole', 'cloudclass-learner']);
  });
});

test('a policy that a learner has written anew several times is removed with all its versions', async () => {
  const { accountId, learner } = await lent();
  await as(new IAMClient(settings(learner)), async (iam) => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'drafts', PolicyDocument: ALLOW_ALL }));
    for (let draft = 0; draft < 3; draft += 1) await iam.send(new CreatePolicyVersionCommand({ PolicyArn: Policy?.Arn, PolicyDocument: ALLOW_ALL, SetAsDefault: true }));
    await madeRole(accountId, learner);
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'helper', PolicyArn: Policy?.Arn }));
  });
  const access = world.accounts.operationsAccess(accountId, seoul);
  await world.accounts.empty(access, [seoul]);
  expect(await world.accounts.inventory(access, [seoul])).toEqual([]);
});

test('a role that a learner left goes, although a service refuses to be emptied', async () => {
  const { accountId } = await lent();
  const access = world.accounts.operationsAccess(accountId, seoul);
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' }] });
  await as(new IAMClient(settings(await access.credentials())), (iam) => iam.send(new CreateRoleCommand({ RoleName: 'way-back', AssumeRolePolicyDocument: trust })));
  world.aws.faults.set({ refuse: { service: 's3', operation: 'ListBuckets', name: 'AccessDenied' } });
  await expect(world.accounts.empty(access, [seoul])).rejects.toMatchObject({ code: 'AWS_REFUSED', detail: expect.stringContaining('AccessDenied') });
  world.aws.faults.clear();
  expect(await world.accounts.inventory(access, [seoul])).toEqual([]);
});

test('a learner may not touch the lab\'s own stack, although the pack allows CloudFormation', async () => {
  const { accountId, learner } = await lent();
  const access = world.accounts.operationsAccess(accountId, seoul);
  await world.provisioner.create({ access, token: 'lab', template: world.pack.template, parameters: {}, tags: {} });
  await until('the stack is there', async () => (await world.provisioner.describe(access, 'lab')).status === 'ready');
  await expect(world.provisioner.delete({ ...access, credentials: async () => learner }, 'lab')).rejects.toEqual(denied);
});

test('a role that a stack made without a boundary may not change the account for the next learner', async () => {
  const { accountId } = await lent();
  const access = world.accounts.operationsAccess(accountId, seoul);
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole` }, Action: 'sts:AssumeRole' }] });
  const operations = settings(await access.credentials());
  const { Credentials: given } = await as(new IAMClient(operations), async (iam) => {
    await iam.send(new CreateRoleCommand({ RoleName: 'made-by-a-stack', AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'made-by-a-stack', PolicyName: 'all', PolicyDocument: ALLOW_ALL }));
    return as(new STSClient(operations), (sts) => sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/made-by-a-stack`, RoleSessionName: 'stack' })));
  });
  const credentials = { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
  await as(new IAMClient({ ...operations, credentials }), async (iam) => {
    await expect(iam.send(new CreateUserCommand({ UserName: 'stays' }))).rejects.toEqual(denied);
    await expect(iam.send(new CreateRoleCommand({ RoleName: 'cloudclass-baseline-mine', AssumeRolePolicyDocument: trust }))).rejects.toEqual(denied);
    await expect(iam.send(new PutRolePolicyCommand({ RoleName: 'cloudclass-learner', PolicyName: 'more', PolicyDocument: ALLOW_ALL }))).rejects.toEqual(denied);
  });
});

test('what no lab may do is brought up to date at AWS, and stands once', async () => {
  const client = new OrganizationsClient({ endpoint: world.aws.url, region: 'us-east-1', credentials: world.aws.managementCredentials });
  await as(client, async () => {
    const policies = async () => ((await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))).Policies ?? []).filter(({ Name }) => Name === 'CloudclassGuard');
    const [guard] = await policies();
    await client.send(new UpdatePolicyCommand({ PolicyId: guard?.Id, Content: JSON.stringify(freezePolicy.document) }));
    await createUnits(world.awsSettings).guard();
    expect((await client.send(new DescribePolicyCommand({ PolicyId: guard?.Id }))).Policy?.Content).toBe(JSON.stringify(guardPolicy.document));
    expect(await policies()).toHaveLength(1);
  });
});

test('accounts of a class that ends together are closed although Organizations changes one thing at a time', async () => {
  const { accountId } = await lent();
  world.aws.faults.set({ refuse: { service: 'organizations', operation: 'MoveAccount', name: 'ConcurrentModificationException', times: 3 } });
  await expect(world.accounts.freeze(accountId)).resolves.toBeUndefined();
  world.aws.faults.clear();
});
