import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as ec2 from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AttachPolicyCommand, DetachPolicyCommand, ListPoliciesCommand, ListTargetsForPolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { regionSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { newAccount, startLabWorld, type LabWorld } from './lab-world.ts';

const ALLOW_ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const seoul = regionSchema.parse('ap-northeast-2');
const denied = expect.objectContaining({ name: 'UnauthorizedOperation' });

type Keys = Awaited<ReturnType<LabWorld['accounts']['learnerCredentials']>>;

let world: LabWorld;
let accountId: AwsAccountId;
let learner: Keys;
beforeAll(async () => {
  world = await startLabWorld();
  accountId = await newAccount(world);
  await world.accounts.openTo(accountId, { services: ['ec2', 'iam'], regions: [seoul] });
  learner = await world.accounts.learnerCredentials(accountId, 'learner-1');
});
afterAll(() => world.close());

const settings = (credentials: Keys) => ({ endpoint: world.aws.url, region: seoul, credentials, maxAttempts: 1 });

async function as<Client extends { destroy(): void }, T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Acts in EC2 as whoever holds the keys. */
function inEc2<T>(keys: Keys, work: (client: ec2.EC2Client) => Promise<T>): Promise<T> {
  return as(new ec2.EC2Client(settings(keys)), work);
}

const operations = (): Promise<Keys> => world.accounts.operationsAccess(accountId, seoul).credentials();

/** Makes a role that may all by its own policy, and the keys that an instance would have of it. */
async function roleOf(maker: Keys, name: string, boundary?: string): Promise<Keys> {
  const Principal = { AWS: accountId, Service: 'ec2.amazonaws.com' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] });
  await as(new IAMClient(settings(maker)), async (iam) => {
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument, ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'all', PolicyDocument: ALLOW_ALL }));
  });
  const { Credentials: given } = await as(new STSClient(settings(await operations())), (sts) => sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/${name}`, RoleSessionName: 'instance' })));
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined || given.Expiration === undefined) throw new Error('no credentials');
  return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken, expiration: given.Expiration };
}

/** Takes the service control policy away, so that what is denied is denied by the boundary; answers how to put it back. */
async function withoutLimitsPolicy(): Promise<() => Promise<unknown>> {
  const client = new OrganizationsClient({ endpoint: world.aws.url, region: 'us-east-1', credentials: world.aws.managementCredentials });
  const PolicyId = (await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))).Policies?.find(({ Name }) => Name === 'CloudclassLimits')?.Id;
  const TargetId = (await client.send(new ListTargetsForPolicyCommand({ PolicyId }))).Targets?.[0]?.TargetId;
  await client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
  return () => client.send(new AttachPolicyCommand({ PolicyId, TargetId })).finally(() => client.destroy());
}

const launch = (more: Partial<ec2.RunInstancesCommandInput> = {}) => new ec2.RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, InstanceType: 't3.micro', ...more });
const volume = (Ebs: ec2.EbsBlockDevice): Partial<ec2.RunInstancesCommandInput> => ({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }] });

/** What nobody in a lab may, as the SDK says it. */
const FORBIDDEN: readonly (readonly [string, (client: ec2.EC2Client) => Promise<unknown>])[] = [
  ['run a large instance', (client) => client.send(launch({ InstanceType: 'm5.large' }))],
  ['run one of another family', (client) => client.send(launch({ InstanceType: 'g4dn.xlarge' }))],
  ['run one on hardware of its own', (client) => client.send(launch({ Placement: { Tenancy: 'dedicated' } }))],
  ['run one with a large volume', (client) => client.send(launch(volume({ VolumeSize: 31 })))],
  ['run one with a volume of a dear type', (client) => client.send(launch(volume({ VolumeSize: 8, VolumeType: 'io2', Iops: 3000 })))],
  ['run one with a fast volume', (client) => client.send(launch(volume({ VolumeSize: 8, VolumeType: 'gp3', Iops: 16_000 })))],
  ['make a large volume', (client) => client.send(new ec2.CreateVolumeCommand({ AvailabilityZone: 'ap-northeast-2a', Size: 100 }))],
  ['change a volume', (client) => client.send(new ec2.ModifyVolumeCommand({ VolumeId: 'vol-1', Size: 1000 }))],
  ['ask for Spot instances beside RunInstances', (client) => client.send(new ec2.RequestSpotInstancesCommand({ LaunchSpecification: { InstanceType: 't3.micro' } }))],
  ['ask for a fleet', (client) => client.send(new ec2.CreateFleetCommand({ LaunchTemplateConfigs: [], TargetCapacitySpecification: { TotalTargetCapacity: 1 } }))],
  ['make a VPC', (client) => client.send(new ec2.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))],
  ['make a NAT gateway', (client) => client.send(new ec2.CreateNatGatewayCommand({ SubnetId: 'subnet-1' }))],
  ['make an endpoint', (client) => client.send(new ec2.CreateVpcEndpointCommand({ VpcId: 'vpc-1', ServiceName: 'com.amazonaws.ap-northeast-2.ssm' }))],
  ['make a transit gateway', (client) => client.send(new ec2.CreateTransitGatewayCommand({}))],
  ['make a VPN', (client) => client.send(new ec2.CreateVpnGatewayCommand({ Type: 'ipsec.1' }))],
  ['make flow logs', (client) => client.send(new ec2.CreateFlowLogsCommand({ ResourceIds: ['vpc-1'], ResourceType: 'VPC' }))],
  ['reserve a host', (client) => client.send(new ec2.AllocateHostsCommand({ AvailabilityZone: 'ap-northeast-2a', InstanceType: 'm5.large', Quantity: 1 }))],
  ['reserve capacity', (client) => client.send(new ec2.CreateCapacityReservationCommand({ InstanceType: 't3.micro', InstancePlatform: 'Linux/UNIX', InstanceCount: 1 }))],
  ['lend an image out', (client) => client.send(new ec2.ModifyImageAttributeCommand({ ImageId: 'ami-1', LaunchPermission: { Add: [{ UserId: '999999999999' }] } }))],
  ['lend a snapshot out', (client) => client.send(new ec2.ModifySnapshotAttributeCommand({ SnapshotId: 'snap-1', CreateVolumePermission: { Add: [{ UserId: '999999999999' }] } }))],
  ['lock a snapshot', (client) => client.send(new ec2.LockSnapshotCommand({ SnapshotId: 'snap-1', LockMode: 'compliance', LockDuration: 1 }))],
  ['copy a snapshot', (client) => client.send(new ec2.CopySnapshotCommand({ SourceRegion: 'us-east-1', SourceSnapshotId: 'snap-1' }))],
  ['change what the account encrypts by default', (client) => client.send(new ec2.EnableEbsEncryptionByDefaultCommand({}))],
  ["take AWS's own VPC away", (client) => client.send(new ec2.DeleteVpcCommand({ VpcId: 'vpc-1' }))],
  ["write a route into AWS's own table", (client) => client.send(new ec2.CreateRouteCommand({ RouteTableId: 'rtb-1', DestinationCidrBlock: '10.0.0.0/8' }))],
  ["give AWS's own VPC a name", (client) => client.send(new ec2.CreateTagsCommand({ Resources: ['vpc-1'], Tags: [{ Key: 'Name', Value: 'mine' }] }))],
];

describe('by the boundary alone, a learner', () => {
  let putBack: () => Promise<unknown>;
  beforeAll(async () => { putBack = await withoutLimitsPolicy(); });
  afterAll(() => putBack());

  test('may run a small instance, on the spot market too, and name it', async () => {
    await inEc2(learner, async (client) => {
      const { Instances: [instance] = [] } = await client.send(launch({ ...volume({ VolumeSize: 30, VolumeType: 'gp3' }), InstanceMarketOptions: { MarketType: 'spot' } }));
      const named = client.send(new ec2.CreateTagsCommand({ Resources: [instance?.InstanceId ?? ''], Tags: [{ Key: 'Name', Value: 'mine' }] }));
      await expect(named).resolves.toBeDefined();
    });
  });

  test.each(FORBIDDEN)('may not %s', (_what, act) => inEc2(learner, (client) => expect(act(client)).rejects.toEqual(denied)));

  test('may not make a small instance large, but may protect it and take the protection back', async () => {
    await inEc2(learner, async (client) => {
      const { Instances: [instance] = [] } = await client.send(launch());
      const modify = (more: Partial<ec2.ModifyInstanceAttributeCommandInput>) => client.send(new ec2.ModifyInstanceAttributeCommand({ InstanceId: instance?.InstanceId, ...more }));
      await expect(modify({ InstanceType: { Value: 'm5.24xlarge' } })).rejects.toEqual(denied);
      await expect(modify({ DisableApiTermination: { Value: true } })).resolves.toBeDefined();
      await expect(modify({ DisableApiTermination: { Value: false } })).resolves.toBeDefined();
    });
  });

  test('may not start a large instance that the lab was made with', async () => {
    const { Instances: [large] = [] } = await inEc2(await operations(), (client) => client.send(launch({ InstanceType: 'm5.large' })));
    await inEc2(learner, (client) => expect(client.send(new ec2.StartInstancesCommand({ InstanceIds: [large?.InstanceId ?? ''] }))).rejects.toEqual(denied));
  });

  test("may give an instance a role of the lab, and none of the pool's", async () => {
    await roleOf(learner, 'worker', `arn:aws:iam::${accountId}:policy/cloudclass-boundary`);
    const iam = new IAMClient(settings(learner));
    for (const RoleName of ['worker', 'cloudclass-learner']) {
      await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }));
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }));
    }
    iam.destroy();
    await inEc2(learner, async (client) => {
      await expect(client.send(launch({ IamInstanceProfile: { Name: 'worker' } }))).resolves.toBeDefined();
      await expect(client.send(launch({ IamInstanceProfile: { Name: 'cloudclass-learner' } }))).rejects.toEqual(denied);
    });
  });
});

describe('by the boundary alone, an instance with a role that the learner made', () => {
  let instance: Keys;
  let putBack: () => Promise<unknown>;
  beforeAll(async () => { putBack = await withoutLimitsPolicy(); });
  afterAll(() => putBack());
  beforeAll(async () => { instance = await roleOf(learner, 'instance', `arn:aws:iam::${accountId}:policy/cloudclass-boundary`); });

  test.each(FORBIDDEN)('may not %s either', (_what, act) => inEc2(instance, (client) => expect(act(client)).rejects.toEqual(denied)));
});

describe('an instance with a role of the stack, which no boundary binds', () => {
  let instance: Keys;
  beforeAll(async () => { instance = await roleOf(await operations(), 'of-the-stack'); });

  test.each(FORBIDDEN)('may not %s either', (_what, act) => inEc2(instance, (client) => expect(act(client)).rejects.toEqual(denied)));

  test('may run a small one', () => inEc2(instance, (client) => expect(client.send(launch())).resolves.toBeDefined()));
});
