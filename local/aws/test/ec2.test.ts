import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, DescribeInstancesCommand, DescribeSecurityGroupsCommand, RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { LocalAws } from '../src/index.ts';
import { type Clients, clientsFor, failureOf, startForTest, until } from './clients.ts';

const ImageId = 'ami-0123456789abcdef0';

describe('EC2', () => {
  let aws: LocalAws;
  let clients: Clients;

  beforeAll(async () => {
    aws = await startForTest();
    clients = clientsFor(aws.url, aws.managementCredentials);
  });
  afterAll(() => aws.close());

  async function stateOf(id: string): Promise<string | undefined> {
    const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return Reservations[0]?.Instances?.[0]?.State?.Name;
  }

  async function recordOf(name: string) {
    const { Events = [] } = await clients.cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }] }));
    return JSON.parse(Events[0]?.CloudTrailEvent ?? '{}');
  }

  test('an instance runs after a while and is gone after termination', async () => {
    const { Instances: [instance] = [] } = await clients.ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro' }));
    const id = instance?.InstanceId ?? '';
    await until('running', async () => ((await stateOf(id)) === 'running' ? true : undefined));
    const { TerminatingInstances = [] } = await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect(TerminatingInstances[0]).toMatchObject({ PreviousState: { Name: 'running' }, CurrentState: { Name: 'shutting-down' } });
    await until('terminated', async () => ((await stateOf(id)) === 'terminated' ? true : undefined));
  });

  test('the record of RunInstances nests its lists under items', async () => {
    await clients.ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, InstanceType: 't3.nano' }));
    expect(await recordOf('RunInstances')).toMatchObject({
      requestParameters: { instancesSet: { items: [{ imageId: ImageId, minCount: 1, maxCount: 1 }] }, instanceType: 't3.nano' },
      responseElements: { instancesSet: { items: [{ instanceType: 't3.nano', instanceState: { code: 0, name: 'pending' } }] } },
    });
  });

  test('a rule of a security group is kept and recorded', async () => {
    const { GroupId } = await clients.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' }));
    await clients.ec2.send(new AuthorizeSecurityGroupIngressCommand({
      GroupId, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }));
    const { SecurityGroups = [] } = await clients.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] }));
    expect(SecurityGroups[0]?.IpPermissions?.[0]).toMatchObject({ FromPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
    expect(await recordOf('AuthorizeSecurityGroupIngress')).toMatchObject({
      requestParameters: { groupId: GroupId, ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } },
      responseElements: { _return: true },
    });
  });

  test('an unknown VPC is refused, and the record carries the prefix of EC2', async () => {
    const error = await failureOf(clients.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'x', Description: 'x', VpcId: 'vpc-none' })));
    expect(error.name).toBe('InvalidVpcID.NotFound');
    expect(await recordOf('CreateSecurityGroup')).toMatchObject({ errorCode: 'Client.InvalidVpcID.NotFound' });
  });
});
