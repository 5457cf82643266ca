import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AllocateAddressCommand, AssociateAddressCommand, AttachNetworkInterfaceCommand, AuthorizeSecurityGroupIngressCommand, CancelSpotInstanceRequestsCommand, CreateImageCommand,
  CreateNetworkInterfaceCommand, CreateSecurityGroupCommand, CreateVolumeCommand, CreateVpcCommand, DeleteSecurityGroupCommand, DeleteSnapshotCommand, DescribeImagesCommand,
  DescribeInstancesCommand, DescribeNetworkInterfacesCommand, DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, DescribeSpotInstanceRequestsCommand, DescribeSubnetsCommand,
  DescribeVolumesCommand, ModifyInstanceAttributeCommand, ReleaseAddressCommand, RevokeSecurityGroupIngressCommand, RunInstancesCommand, TerminateInstancesCommand, type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { LocalAws } from '../src/index.ts';
import { assume, type Clients, clientsFor, failureOf, memberAccount, startForTest, until } from './clients.ts';

const ImageId = 'ami-0123456789abcdef0';
let aws: LocalAws;
let account: Awaited<ReturnType<typeof memberAccount>>;
let ec2: Clients['ec2'];

beforeAll(async () => {
  aws = await startForTest();
  account = await memberAccount(aws);
  ec2 = account.member.ec2;
});
afterAll(() => aws.close());

async function run(more: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances: [instance] = [] } = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro', ...more }));
  return instance?.InstanceId ?? '';
}

async function terminated(id: string): Promise<void> {
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await until('terminated', async () => {
    const { Reservations: [found] = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return found?.Instances?.[0]?.State?.Name === 'terminated' ? true : undefined;
  });
}

/** Clients of a role of the account with one policy. */
async function roleThatMay(name: string, ...Statement: object[]): Promise<Clients> {
  const trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: account.id }, Action: 'sts:AssumeRole' }] });
  await account.member.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  await account.member.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'p', PolicyDocument: JSON.stringify({ Statement }) }));
  return clientsFor(aws.url, await assume(account.member, `arn:aws:iam::${account.id}:role/${name}`));
}

describe('an instance', () => {
  test('takes its interface and the volumes with it that it was told to, and leaves the others', async () => {
    const id = await run({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 20, DeleteOnTermination: false } }] });
    const { NetworkInterface: made } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId }));
    await ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId: made?.NetworkInterfaceId, InstanceId: id, DeviceIndex: 1 }));
    expect((await ec2.send(new DescribeVolumesCommand({}))).Volumes?.map(({ Size, State }) => [Size, State])).toEqual([[8, 'in-use'], [20, 'in-use']]);
    await terminated(id);
    expect((await ec2.send(new DescribeVolumesCommand({}))).Volumes?.map(({ Size, State }) => [Size, State])).toEqual([[20, 'available']]);
    expect((await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces?.map(({ NetworkInterfaceId, Status }) => [NetworkInterfaceId, Status])).toEqual([[made?.NetworkInterfaceId, 'available']]);
  });

  test.each([{ DisableApiTermination: true }, { DisableApiStop: true }])('is not terminated while it is protected: %j', async (protection) => {
    const id = await run(protection);
    expect((await failureOf(ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })))).name).toBe('OperationNotPermitted');
    const [attribute = ''] = Object.keys(protection);
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, [attribute]: { Value: false } }));
    await terminated(id);
  });

  test('of a persistent request comes again until the request is cancelled', async () => {
    const id = await run({ InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { SpotInstanceType: 'persistent' } } });
    const request = async () => (await ec2.send(new DescribeSpotInstanceRequestsCommand({ Filters: [{ Name: 'state', Values: ['active'] }] }))).SpotInstanceRequests?.[0];
    await terminated(id);
    const second = (await request())?.InstanceId ?? '';
    expect(second).not.toBe(id);
    await ec2.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [(await request())?.SpotInstanceRequestId ?? ''] }));
    await terminated(second);
    expect(await request()).toBeUndefined();
  });

  test('stays shutting-down for as long as it is held', async () => {
    const id = await run();
    aws.faults.set({ holdTermination: true });
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect((await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))).Reservations?.[0]?.Instances?.[0]?.State?.Name).toBe('shutting-down');
    aws.faults.clear();
    await terminated(id);
  });
});

describe('what holds another thing is not deleted before it', () => {
  test('an address that is associated, and the snapshot of an image', async () => {
    const id = await run();
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
    await ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId: id }));
    expect((await failureOf(ec2.send(new ReleaseAddressCommand({ AllocationId })))).name).toBe('InvalidIPAddress.InUse');
    await ec2.send(new CreateImageCommand({ InstanceId: id, Name: 'mine' }));
    const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    expect((await failureOf(ec2.send(new DeleteSnapshotCommand({ SnapshotId: image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId })))).name).toBe('InvalidSnapshot.InUse');
  });

  test('a security group that another one refers to, until the rule is revoked by its id; the default one never', async () => {
    const make = async (name: string) => (await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name }))).GroupId ?? '';
    const [one, other] = [await make('one'), await make('other')];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: one, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: other }] }] }));
    expect((await failureOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId: other })))).name).toBe('DependencyViolation');
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [one] }] }));
    const rule = SecurityGroupRules.find(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId === other)?.SecurityGroupRuleId ?? '';
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: one, SecurityGroupRuleIds: [rule] }));
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: other }));
    const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['default'] }] }));
    expect((await failureOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId: group?.GroupId })))).name).toBe('CannotDelete');
  });
});

describe('policies decide', () => {
  test('on each volume that comes with an instance, and on the role that it is given', async () => {
    await account.member.iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) }));
    await account.member.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'worker' }));
    await account.member.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'worker', RoleName: 'worker' }));
    const { ec2: bounded } = await roleThatMay('bounded', { Effect: 'Allow', Action: 'ec2:*', Resource: '*' }, { Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: { NumericGreaterThan: { 'ec2:VolumeSize': '30' } } });
    const launch = (more: Partial<RunInstancesCommandInput>) => bounded.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, ...more }));
    await expect(launch({})).resolves.toBeDefined();
    const large = await failureOf(launch({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 31 } }] }));
    expect([large.name, large.message]).toEqual(['UnauthorizedOperation', expect.stringContaining('volume/*')]);
    expect((await failureOf(bounded.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 31 })))).name).toBe('UnauthorizedOperation');
    expect((await failureOf(launch({ IamInstanceProfile: { Name: 'worker' } }))).message).toContain('iam:PassRole on resource: arn:aws:iam::');
  });

  test('on what this endpoint lacks too: who may not is refused, who may is told', async () => {
    const { ec2: nobody } = await roleThatMay('nobody', { Effect: 'Deny', Action: 'ec2:CreateVpc', Resource: '*' });
    expect((await failureOf(nobody.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' })))).name).toBe('UnauthorizedOperation');
    expect((await failureOf(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' })))).name).toBe('NotImplemented');
  });
});
