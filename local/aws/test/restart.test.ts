import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetRecordsCommand, GetShardIteratorCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { CreateSecurityGroupCommand, DescribeSecurityGroupsCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Clients, clientsFor, memberAccount, startForTest, until } from './clients.ts';

describe('a second start with the same data directory', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'local-aws-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  test('finds accounts, sessions and objects again', async () => {
    const first = await startForTest({ dataDir });
    const account = await memberAccount(first);
    await account.member.s3.send(new CreateBucketCommand({ Bucket: 'kept-bucket' }));
    await account.member.s3.send(new PutObjectCommand({ Bucket: 'kept-bucket', Key: 'constructor', Body: 'kept' }));
    await first.close();

    const second = await startForTest({ dataDir });
    const member = clientsFor(second.url, account.keys);
    const { Account } = await member.sts.send(new GetCallerIdentityCommand({}));
    const { Body } = await member.s3.send(new GetObjectCommand({ Bucket: 'kept-bucket', Key: 'constructor' }));
    expect([Account, await Body?.transformToString()]).toEqual([account.id, 'kept']);
    await second.close();
  });

  test('finds what an earlier version kept, which knew less of EC2', async () => {
    const first = await startForTest({ dataDir });
    const { ec2 } = clientsFor(first.url, first.managementCredentials);
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'kept', Description: 'kept' }));
    await first.close();
    const file = join(dataDir, 'local-aws.json');
    const newer = /"(volumes|snapshots|images|keyPairs|addresses|networkInterfaces|launchTemplates|placementGroups|spotRequests)":\{"\$map":\[\]\},?/g;
    const kept = await readFile(file, 'utf8');
    const older = kept.replaceAll(newer, '').replaceAll(',}', '}');
    expect(older.length).toBeLessThan(kept.length);
    await writeFile(file, older);

    const second = await startForTest({ dataDir });
    const again = clientsFor(second.url, second.managementCredentials).ec2;
    const { SecurityGroups = [] } = await again.send(new DescribeSecurityGroupsCommand({}));
    expect([SecurityGroups.map(({ GroupName }) => GroupName), (await again.send(new DescribeVolumesCommand({}))).Volumes]).toEqual([['default', 'kept'], []]);
    await second.close();
  });

  test('puts new records after the last one a reader has seen', async () => {
    const first = await startForTest({ dataDir, activityStream: 'activity' });
    const put = (kinesis: Clients['kinesis']) => kinesis.send(new PutRecordCommand({ StreamName: 'activity', PartitionKey: 'p', Data: Buffer.from('x') }));
    const before = await put(clientsFor(first.url, first.managementCredentials).kinesis);
    await first.close();
    const second = await startForTest({ dataDir, activityStream: 'activity' });
    const { kinesis } = clientsFor(second.url, second.managementCredentials);
    const after = await put(kinesis);
    expect(BigInt(after.SequenceNumber ?? 0) - BigInt(before.SequenceNumber ?? 0)).toBeGreaterThan(1_000_000n);
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({
      StreamName: 'activity', ShardId: 'shardId-000000000000', ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: before.SequenceNumber,
    }));
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records.map((record) => record.SequenceNumber)).toEqual([after.SequenceNumber]);
    await second.close();
  });

  test('finishes a stack that was half made', async () => {
    const first = await startForTest({ dataDir, provisionDelayMs: 60_000 });
    const account = await memberAccount(first);
    const TemplateBody = JSON.stringify({ Resources: { A: { Type: 'AWS::S3::Bucket' } } });
    await account.member.cloudformation.send(new CreateStackCommand({ StackName: 'half', TemplateBody }));
    await first.close();

    const second = await startForTest({ dataDir });
    const member = clientsFor(second.url, account.keys);
    const status = await until('the stack', async () => {
      const { Stacks = [] } = await member.cloudformation.send(new DescribeStacksCommand({ StackName: 'half' }));
      return Stacks[0]?.StackStatus === 'CREATE_IN_PROGRESS' ? undefined : Stacks[0]?.StackStatus;
    });
    expect(status).toBe('CREATE_COMPLETE');
    await second.close();
  });
});
