import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AllocateAddressCommand, AssociateAddressCommand, AttachNetworkInterfaceCommand, AuthorizeSecurityGroupIngressCommand, CreateImageCommand, CreateKeyPairCommand, CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand, CreatePlacementGroupCommand, CreateSecurityGroupCommand, CreateSnapshotCommand, CreateVolumeCommand, DescribeInstancesCommand, DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand, EC2Client, RunInstancesCommand, type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { awsAccountIdSchema, regionSchema, type AwsCredentials, type CoursePack } from '@cloudclass/plugin-contract';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import type { Lab } from '../src/features/labs/lab-store.ts';
import { recycleLab } from '../src/features/labs/recycle-lab.ts';
import { asJob, broughtUp, labAt, later, newLearner, requested, startLabWorld, takenDown, type LabWorld } from './lab-world.ts';

const seoul = regionSchema.parse('ap-northeast-2');
/** What the learner starts with: a group for web servers. */
const TEMPLATE = JSON.stringify({ Resources: { Web: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupName: 'web', GroupDescription: 'of the lab' } } } });

let world: LabWorld;
beforeAll(async () => {
  const made = await startLabWorld();
  const ofEc2 = (pack: CoursePack): CoursePack => ({ ...pack, template: TEMPLATE, manifest: { ...pack.manifest, services: ['ec2', 'iam'] } });
  world = { ...made, packOf: async (lab) => ofEc2(await made.packOf(lab)) };
});
afterEach(() => world.aws.faults.clear());
afterAll(() => world.close());

const accountOf = (lab: Lab) => awsAccountIdSchema.parse(lab.accountId);
const operations = (lab: Lab) => world.accounts.operationsAccess(accountOf(lab), seoul);
const stateOf = async (lab: Lab) => (await listAccounts(world.sql)).find(({ accountId }) => accountId === lab.accountId)?.state;
const left = (lab: Lab): Promise<string[]> => world.accounts.inventory(operations(lab), [seoul]);

async function inEc2<T>(credentials: AwsCredentials, work: (client: EC2Client) => Promise<T>): Promise<T> {
  const client = new EC2Client({ endpoint: world.aws.url, region: seoul, credentials, maxAttempts: 1 });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** A running lab, in which the learner runs an instance. */
async function labWithInstance(more: (client: EC2Client) => Promise<Partial<RunInstancesCommandInput>> = async () => ({})): Promise<Lab> {
  const lab = await broughtUp(world, await requested(world, await newLearner(world)));
  expect(lab.state.status).toBe('ready');
  await inEc2(await world.accounts.learnerCredentials(accountOf(lab), 'learner-1'), async (client) => {
    await client.send(new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, InstanceType: 't3.micro', ...await more(client) }));
  });
  return lab;
}

/** Of the instances that are not terminated: an account has had other labs. */
async function instanceStates(lab: Lab): Promise<string[]> {
  const { Reservations = [] } = await inEc2(await operations(lab).credentials(), (client) => client.send(new DescribeInstancesCommand({})));
  return Reservations.flatMap(({ Instances = [] }) => Instances.flatMap(({ State }) => State?.Name ?? [])).filter((state) => state !== 'terminated');
}

const ownGroup = async (client: EC2Client): Promise<Partial<RunInstancesCommandInput>> => {
  const { GroupId = '' } = await client.send(new CreateSecurityGroupCommand({ GroupName: 'mine', Description: 'of the learner' }));
  return { SecurityGroupIds: [GroupId], DisableApiTermination: true };
};

/** The learner's instance is in the group that the stack made, so that the stack cannot go before it. */
const groupOfTheStack = async (client: EC2Client): Promise<Partial<RunInstancesCommandInput>> => {
  const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['web'] }] }));
  return { SecurityGroupIds: SecurityGroups.map(({ GroupId = '' }) => GroupId), DisableApiStop: true };
};

/** One of everything that a learner may make, bound to each other as far as it goes. */
async function everything(client: EC2Client): Promise<void> {
  const launch = async (more: Partial<RunInstancesCommandInput>): Promise<string> => {
    const { Instances: [instance] = [] } = await client.send(new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, InstanceType: 't4g.small', ...more }));
    return instance?.InstanceId ?? '';
  };
  await client.send(new CreateKeyPairCommand({ KeyName: 'mine' }));
  await client.send(new CreatePlacementGroupCommand({ GroupName: 'together', Strategy: 'cluster' }));
  const { SecurityGroupIds: [own = ''] = [] } = await ownGroup(client);
  const { SecurityGroups: [lent] = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['default'] }] }));
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: lent?.GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: own }] }] }));
  const id = await launch({ SecurityGroupIds: [own], KeyName: 'mine', Placement: { GroupName: 'together' }, DisableApiTermination: true, DisableApiStop: true });
  await launch({ InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { SpotInstanceType: 'persistent' } } });
  const { VolumeId } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'ap-northeast-2a', Size: 30 }));
  await client.send(new CreateSnapshotCommand({ VolumeId }));
  await client.send(new CreateImageCommand({ InstanceId: id, Name: 'mine' }));
  const { AllocationId } = await client.send(new AllocateAddressCommand({}));
  await client.send(new AssociateAddressCommand({ AllocationId, InstanceId: id }));
  await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'mine', LaunchTemplateData: { InstanceType: 't4g.small' } }));
  const { NetworkInterface: made } = await client.send(new CreateNetworkInterfaceCommand({ SubnetId: (await client.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId, Groups: [own] }));
  await client.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId: made?.NetworkInterfaceId, InstanceId: id, DeviceIndex: 1 }));
}

describe('the end of a lab', () => {
  test('takes away everything that a learner may make of EC2, and what was changed of AWS\'s own', async () => {
    const lab = await labWithInstance();
    await inEc2(await world.accounts.learnerCredentials(accountOf(lab), 'learner-1'), everything);
    const kinds = new Set((await left(lab)).flatMap((arn) => /:ec2:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1] ?? []));
    expect([...kinds].toSorted()).toEqual(['elastic-ip', 'image', 'instance', 'key-pair', 'launch-template', 'network-interface', 'placement-group', 'security-group', 'snapshot', 'spot-instances-request', 'volume']);
    await endLab(world, lab.id, 'learner');
    await asJob(() => takenDown(world, lab.id));
    expect([(await stateOf(lab))?.status, await left(lab)]).toEqual(['available', []]);
  });

  test('waits for an instance that takes its time, without a worker and without quarantine, and gives the account back clean', async () => {
    const lab = await labWithInstance(ownGroup);
    world.aws.faults.set({ holdTermination: true });
    await endLab(world, lab.id, 'learner');
    for (let runs = 0; runs < 6; runs += 1) await asJob(() => recycleLab(world, lab.id));
    expect([(await labAt(world, lab.id)).state.status, (await stateOf(lab))?.status, await instanceStates(lab)]).toEqual(['ended', 'cleaning', ['shutting-down']]);
    world.aws.faults.clear();
    await asJob(() => takenDown(world, lab.id));
    expect([(await stateOf(lab))?.status, await left(lab)]).toEqual(['available', []]);
  });

  test('says what is left when an instance does not go within an hour', async () => {
    const lab = await labWithInstance();
    world.aws.faults.set({ holdTermination: true });
    await endLab(world, lab.id, 'learner');
    for (let runs = 0; runs < 4; runs += 1) await asJob(() => recycleLab(world, lab.id));
    expect((await stateOf(lab))?.status).toBe('cleaning');
    await recycleLab(later(world, 61), lab.id);
    expect(await stateOf(lab)).toMatchObject({ status: 'quarantine', cause: 'things-left', reason: expect.stringContaining(':instance/i-') });
  });

  test('takes away what holds the stack, and then the stack', async () => {
    const lab = await labWithInstance(groupOfTheStack);
    await endLab(world, lab.id, 'learner');
    await asJob(() => takenDown(world, lab.id));
    expect([(await labAt(world, lab.id)).state.status, (await stateOf(lab))?.status, await left(lab)]).toEqual(['ended', 'available', []]);
  });

  test('waits for what holds the stack, and sets the account aside only when that does not go within an hour', async () => {
    const lab = await labWithInstance(groupOfTheStack);
    world.aws.faults.set({ holdTermination: true });
    await endLab(world, lab.id, 'learner');
    for (let runs = 0; runs < 6; runs += 1) await asJob(() => recycleLab(world, lab.id));
    expect((await stateOf(lab))?.status).toMatch(/^(frozen|cleaning)$/);
    await recycleLab(later(world, 61), lab.id);
    expect(await stateOf(lab)).toMatchObject({ status: 'quarantine', cause: expect.stringMatching(/^stack-/) });
  });

  test('lets nothing run on in an account that is set aside, whatever keeps it from being clean', async () => {
    const lab = await labWithInstance();
    await endLab(world, lab.id, 'learner');
    const broken = { ...world, provisioner: { ...world.provisioner, delete: async () => { throw new Error('CloudFormation is away'); } } };
    await expect(takenDown(broken, lab.id)).rejects.toThrow('CloudFormation is away');
    expect(await instanceStates(lab)).toEqual(['running']);
    await takenDown(later(broken, 61), lab.id);
    expect(await stateOf(lab)).toMatchObject({ status: 'quarantine', reason: 'CloudFormation is away' });
    expect(await instanceStates(lab)).not.toContain('running');
  });
});
