import * as ec2 from '@aws-sdk/client-ec2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { awsAccountIdSchema, regionSchema, type AccountAccess } from '@cloudclass/plugin-contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyAccount, inventory } from '../src/index.ts';

let aws: LocalAws;
let access: AccountAccess;
let client: ec2.EC2Client;
const regions = ['ap-northeast-2', 'us-west-2'].map((region) => regionSchema.parse(region));
const ImageId = 'ami-0123456789abcdef0';

beforeAll(async () => {
  aws = await startLocalAws({ port: 0, provisionDelayMs: 1 });
  const credentials = { ...aws.managementCredentials, sessionToken: '', expiration: new Date(Date.now() + 3_600_000) };
  access = { accountId: awsAccountIdSchema.parse('111111111111'), region: regionSchema.parse('ap-northeast-2'), credentials: async () => ({ ...credentials }) };
});
beforeEach(() => { client = new ec2.EC2Client({ region: access.region, endpoint: aws.url, credentials: aws.managementCredentials }); });
afterEach(() => {
  aws.faults.clear();
  client.destroy();
});
afterAll(() => aws.close());

const left = (): Promise<string[]> => inventory({ access, regions }, { endpoint: aws.url });
const emptied = (): Promise<'done' | 'going'> => emptyAccount({ access, regions }, { endpoint: aws.url });

/** Sweeps until nothing is left, as a lab's end comes back to it. @returns how often */
async function swept(): Promise<number> {
  for (let passes = 1; passes < 200; passes += 1) {
    await emptied();
    if ((await left()).length === 0) return passes;
  }
  throw new Error(`never clean: ${(await left()).join(', ')}`);
}

async function run(more: Partial<ec2.RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances: [instance] = [] } = await client.send(new ec2.RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro', ...more }));
  return instance?.InstanceId ?? '';
}

async function group(GroupName: string): Promise<string> {
  return (await client.send(new ec2.CreateSecurityGroupCommand({ GroupName, Description: 'of the learner' }))).GroupId ?? '';
}

/** Lets the members of one group into another. */
async function refer(from: string, to: string, direction: 'in' | 'out'): Promise<void> {
  const rule = { GroupId: from, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId: to }] }] };
  if (direction === 'in') await client.send(new ec2.AuthorizeSecurityGroupIngressCommand(rule));
  else await client.send(new ec2.AuthorizeSecurityGroupEgressCommand(rule));
}

async function defaultGroup(): Promise<ec2.SecurityGroup> {
  const { SecurityGroups: [found] = [] } = await client.send(new ec2.DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['default'] }] }));
  if (found === undefined) throw new Error('there is no default group');
  return found;
}

/** One of everything, bound to each other as far as it goes. */
async function everything(): Promise<void> {
  await client.send(new ec2.CreateKeyPairCommand({ KeyName: 'my key: home/office' }));
  await client.send(new ec2.CreatePlacementGroupCommand({ GroupName: 'together', Strategy: 'cluster' }));
  const [one, other] = [await group('one'), await group('other')];
  await refer(one, other, 'in');
  await refer(other, one, 'out');
  const id = await run({
    SecurityGroupIds: [one], Placement: { GroupName: 'together' }, DisableApiTermination: true, DisableApiStop: true,
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 9, DeleteOnTermination: false } }],
  });
  await run({ InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { SpotInstanceType: 'persistent' } } });
  const { VolumeId } = await client.send(new ec2.CreateVolumeCommand({ AvailabilityZone: 'ap-northeast-2a', Size: 1 }));
  await client.send(new ec2.CreateSnapshotCommand({ VolumeId }));
  await client.send(new ec2.CreateImageCommand({ InstanceId: id, Name: 'mine' }));
  const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({}));
  await client.send(new ec2.AssociateAddressCommand({ AllocationId, InstanceId: id }));
  await client.send(new ec2.CreateLaunchTemplateCommand({ LaunchTemplateName: 'template', LaunchTemplateData: { InstanceType: 't3.micro' } }));
  const { NetworkInterface } = await client.send(new ec2.CreateNetworkInterfaceCommand({ SubnetId: (await client.send(new ec2.DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId, Groups: [other] }));
  await client.send(new ec2.AttachNetworkInterfaceCommand({ NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId, InstanceId: id, DeviceIndex: 1 }));
}

describe('of EC2', () => {
  test('everything that a learner can make is found, and goes, whatever holds it', async () => {
    await everything();
    const found = (await left()).map((arn) => /^arn:aws:ec2:ap-northeast-2:(?:111111111111)?:([a-z-]+)\//.exec(arn)?.[1]);
    expect([...new Set(found)].toSorted()).toEqual([
      'elastic-ip', 'image', 'instance', 'key-pair', 'launch-template', 'network-interface', 'placement-group', 'security-group', 'snapshot', 'spot-instances-request', 'volume',
    ]);
    await swept();
    expect(await emptied()).toBe('done');
  });

  test('what AWS put there is neither listed nor touched', async () => {
    const before = await defaultGroup();
    const vpcs = await client.send(new ec2.DescribeVpcsCommand({}));
    expect(await left()).toEqual([]);
    await emptied();
    expect(await defaultGroup()).toEqual(before);
    expect((await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs).toEqual(vpcs.Vpcs);
  });

  test('an instance that is terminated is not left, although it is still listed', async () => {
    await run();
    await swept();
    expect((await client.send(new ec2.DescribeInstancesCommand({}))).Reservations).not.toEqual([]);
    expect(await left()).toEqual([]);
  });

  test('an instance that takes its time keeps what it holds, fails nothing, and says that it is on its way', async () => {
    aws.faults.set({ holdTermination: true });
    await everything();
    for (let pass = 0; pass < 3; pass += 1) expect(await emptied()).toBe('going');
    const kinds = new Set((await left()).map((arn) => arn.split(':')[5]?.split('/')[0]));
    expect([kinds.has('instance'), kinds.has('key-pair')]).toEqual([true, false]);
    aws.faults.clear();
    await swept();
  });

  test('what a learner changed in the default security group is taken back', async () => {
    const before = await defaultGroup();
    const id = before.GroupId ?? '';
    const mine = await group('mine');
    await refer(id, mine, 'in');
    await refer(id, mine, 'out');
    await client.send(new ec2.RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
    await client.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
    await client.send(new ec2.CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'Name', Value: 'mine' }] }));
    expect(await left()).toContain(`arn:aws:ec2:ap-northeast-2:111111111111:security-group/${id}`);
    await swept();
    expect(await defaultGroup()).toEqual(before);
  });

  test('security groups that refer to each other go, each when it is asked to, in any graph', async () => {
    const graph = fc.integer({ min: 1, max: 5 }).chain((size) => {
      const node = fc.nat({ max: size - 1 });
      return fc.tuple(fc.constant(size), fc.uniqueArray(fc.tuple(node, node, fc.constantFrom('in' as const, 'out' as const)), { maxLength: 12, selector: ([a, b, way]) => `${a} ${b} ${way}` }));
    });
    await fc.assert(fc.asyncProperty(graph, async ([size, edges]) => {
      const ids: string[] = [];
      for (let made = 0; made < size; made += 1) ids.push(await group(`node-${made}`));
      for (const [from, to, way] of edges) await refer(ids[from] ?? '', ids[to] ?? '', way);
      const here = { access, regions: [access.region] };
      await emptyAccount(here, { endpoint: aws.url });
      expect(await inventory(here, { endpoint: aws.url })).toEqual([]);
    }), { numRuns: 15 });
  });

  test('what one thing refuses keeps nothing else waiting: all that was refused is thrown when all else is gone', async () => {
    const s3 = new S3Client({ region: access.region, endpoint: aws.url, credentials: aws.managementCredentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'held', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } }));
    const key = (KeyName: string) => client.send(new ec2.ImportKeyPairCommand({ KeyName, PublicKeyMaterial: Buffer.from('key') }));
    const refusals = [
      { service: 's3', operation: 'DeleteBucket', stays: ['arn:aws:s3:::held'] },
      { service: 's3', operation: 'ListBuckets', stays: ['arn:aws:s3:::held'] },
      { service: 'ec2', operation: 'DescribeVolumes', stays: ['arn:aws:ec2:ap-northeast-2:111111111111:key-pair/mine'] },
    ];
    for (const { stays, ...call } of refusals) {
      await key('mine');
      aws.faults.set({ refuse: { ...call, name: 'AccessDenied' } });
      const refused: unknown = await emptied().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AggregateError);
      expect(new Set((refused as AggregateError).errors.map(({ name }: Error) => name))).toEqual(new Set(['AccessDenied']));
      aws.faults.clear();
      expect(await left()).toEqual(stays);
    }
    await swept();
    s3.destroy();
  });

  test('a heap of things goes in several passes, so that none takes minutes', async () => {
    for (let made = 0; made < 201; made += 1) await client.send(new ec2.ImportKeyPairCommand({ KeyName: `key-${made}`, PublicKeyMaterial: Buffer.from('key') }));
    expect([await emptied(), (await left()).length]).toEqual(['going', 1]);
    expect([await emptied(), await left()]).toEqual(['going', []]);
  });

  test('what is made in another Region of the pack goes too', async () => {
    const far = new ec2.EC2Client({ region: 'us-west-2', endpoint: aws.url, credentials: aws.managementCredentials });
    await far.send(new ec2.CreateVolumeCommand({ AvailabilityZone: 'us-west-2a', Size: 1 }));
    expect(await left()).toEqual([expect.stringMatching(/^arn:aws:ec2:us-west-2:111111111111:volume\/vol-/)]);
    await swept();
    far.destroy();
  });
});
