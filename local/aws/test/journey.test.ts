import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { AttachPolicyCommand, CreatePolicyCommand, EnablePolicyTypeCommand, ListRootsCommand } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, GetObjectCommand, ListBucketsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { LocalAws } from '../src/index.ts';
import { type Clients, clientsFor, failureOf, memberAccount, startForTest } from './clients.ts';

interface Envelope {
  readonly source: string;
  readonly account: string;
  readonly detail: { readonly eventName: string; readonly errorCode?: string; readonly requestParameters: unknown; readonly eventCategory: string };
}

async function readStream(clients: Clients, name: string): Promise<Envelope[]> {
  const { Shards = [] } = await clients.kinesis.send(new ListShardsCommand({ StreamName: name }));
  const { ShardIterator } = await clients.kinesis.send(new GetShardIteratorCommand({
    StreamName: name, ShardId: Shards[0]?.ShardId, ShardIteratorType: 'TRIM_HORIZON',
  }));
  const { Records = [] } = await clients.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map((record) => JSON.parse(Buffer.from(record.Data ?? []).toString('utf8')));
}

describe('a lab account from creation to freezing', () => {
  let aws: LocalAws;
  let account: Awaited<ReturnType<typeof memberAccount>>;

  beforeAll(async () => {
    aws = await startForTest({ activityStream: 'activity' });
    account = await memberAccount(aws, 'ap-northeast-2');
  });
  afterAll(() => aws.close());

  test('the management account can act as the access role of the new account', async () => {
    const identity = await account.member.sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: account.id, Arn: `arn:aws:sts::${account.id}:assumed-role/OrganizationAccountAccessRole/test` });
  });

  test('an object put into a bucket comes back unchanged', async () => {
    await account.member.s3.send(new CreateBucketCommand({ Bucket: 'journey-bucket' }));
    await account.member.s3.send(new PutObjectCommand({ Bucket: 'journey-bucket', Key: 'a/한글.txt', Body: 'hello', ContentType: 'text/plain' }));
    const { Body, ContentType } = await account.member.s3.send(new GetObjectCommand({ Bucket: 'journey-bucket', Key: 'a/한글.txt' }));
    expect([await Body?.transformToString(), ContentType]).toEqual(['hello', 'text/plain']);
  });

  test('the records of these acts are on the activity stream in the envelope of EventBridge', async () => {
    await account.member.s3.send(new PutBucketVersioningCommand({ Bucket: 'journey-bucket', VersioningConfiguration: { Status: 'Enabled' } }));
    const events = await readStream(account.management, 'activity');
    const versioning = events.find((one) => one.detail.eventName === 'PutBucketVersioning');
    expect(versioning).toMatchObject({
      source: 'aws.s3',
      account: account.id,
      region: 'ap-northeast-2',
      'detail-type': 'AWS API Call via CloudTrail',
      detail: {
        eventVersion: '1.11',
        awsRegion: 'ap-northeast-2',
        recipientAccountId: account.id,
        requestParameters: { bucketName: 'journey-bucket', versioning: '', VersioningConfiguration: { Status: 'Enabled' } },
        userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account.id}:role/OrganizationAccountAccessRole` } } },
      },
    });
  });

  test('the management event is found by LookupEvents, the data event is not', async () => {
    const { Events = [] } = await account.member.cloudtrail.send(new LookupEventsCommand({}));
    const names = Events.map((event) => event.EventName);
    expect(names).toContain('CreateBucket');
    expect(names).not.toContain('PutObject');
  });

  test('a deny-all policy on the account ends access and the refusal is recorded', async () => {
    const { Roots = [] } = await account.management.organizations.send(new ListRootsCommand({}));
    await account.management.organizations.send(new EnablePolicyTypeCommand({ RootId: Roots[0]?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    const { Policy } = await account.management.organizations.send(new CreatePolicyCommand({
      Name: 'deny-all', Description: 'freeze', Type: 'SERVICE_CONTROL_POLICY',
      Content: JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }),
    }));
    await account.management.organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: account.id }));
    const error = await failureOf(account.member.s3.send(new ListBucketsCommand({})));
    expect(error).toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('with an explicit deny in a service control policy') });
    const events = await readStream(account.management, 'activity');
    const refused = events.filter((one) => one.account === account.id).at(-1);
    expect(refused?.detail).toMatchObject({ eventName: 'ListBuckets', errorCode: 'AccessDenied' });
  });

  test('a key nobody knows is refused in the words of each protocol', async () => {
    const stranger = clientsFor(aws.url, { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' });
    const byQuery = await failureOf(stranger.sts.send(new GetCallerIdentityCommand({})));
    const byRest = await failureOf(stranger.s3.send(new ListBucketsCommand({})));
    expect([byQuery.name, byRest.name]).toEqual(['InvalidClientTokenId', 'InvalidAccessKeyId']);
  });

  test('a wrong secret is refused', async () => {
    const forger = clientsFor(aws.url, { ...aws.managementCredentials, secretAccessKey: 'guess' });
    expect(await failureOf(forger.s3.send(new ListBucketsCommand({})))).toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
