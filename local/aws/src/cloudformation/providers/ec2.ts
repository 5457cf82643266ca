import { z } from 'zod';
import type { Created, Provider, ProviderCall } from '../provider.ts';
import { physicalName, textProperty } from './names.ts';

const ingress = z.object({
  IpProtocol: z.coerce.string(),
  FromPort: z.coerce.number().optional(),
  ToPort: z.coerce.number().optional(),
  CidrIp: z.string().optional(),
});
const groupProperties = z.object({ SecurityGroupIngress: z.array(ingress).default([]) });

async function allow(call: ProviderCall, GroupId: string): Promise<void> {
  for (const rule of groupProperties.parse(call.properties).SecurityGroupIngress) {
    await call.call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, ...rule });
  }
}

function group(call: ProviderCall, id: string): Created {
  return { physicalId: id, attributes: { GroupId: id, VpcId: textProperty(call, 'VpcId') ?? call.region.ec2.vpcId } };
}

/** AWS::EC2::SecurityGroup */
export const securityGroupProvider: Provider = {
  attributes: ['GroupId', 'VpcId'],
  replacedBy: ['GroupName', 'GroupDescription', 'VpcId', 'SecurityGroupIngress'],
  create: async (call) => {
    const answer = await call.call('ec2', 'CreateSecurityGroup', {
      GroupName: physicalName(call, 'GroupName', 255),
      GroupDescription: textProperty(call, 'GroupDescription'),
      VpcId: textProperty(call, 'VpcId'),
    });
    const { groupId } = z.object({ groupId: z.string() }).parse(answer);
    call.made(groupId);
    await allow(call, groupId);
    return group(call, groupId);
  },
  update: async (call, id) => group(call, id),
  remove: async (call, GroupId) => {
    await call.call('ec2', 'DeleteSecurityGroup', { GroupId });
  },
};

const launched = z.object({ instancesSet: z.array(z.object({ instanceId: z.string(), privateIpAddress: z.string() })).min(1) });
const instanceProperties = z.object({
  ImageId: z.string().default('ami-00000000000000001'),
  InstanceType: z.string().optional(),
  SubnetId: z.string().optional(),
  SecurityGroupIds: z.array(z.string()).default([]),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

function instance(call: ProviderCall, id: string): Created {
  const PrivateIp = call.region.ec2.instances.get(id)?.privateIp ?? '';
  return { physicalId: id, attributes: { InstanceId: id, PrivateIp, AvailabilityZone: `${call.region.name}a` } };
}

/** AWS::EC2::Instance */
export const instanceProvider: Provider = {
  attributes: ['InstanceId', 'PrivateIp', 'AvailabilityZone'],
  replacedBy: ['ImageId', 'SubnetId', 'InstanceType', 'SecurityGroupIds'],
  create: async (call) => {
    const { SecurityGroupIds, Tags, ...rest } = instanceProperties.parse(call.properties);
    const answer = await call.call('ec2', 'RunInstances', {
      ...rest,
      MinCount: 1,
      MaxCount: 1,
      SecurityGroupId: SecurityGroupIds,
      TagSpecification: [{ ResourceType: 'instance', Tag: Tags }],
    });
    const [first] = launched.parse(answer).instancesSet;
    return instance(call, first?.instanceId ?? '');
  },
  update: async (call, id) => instance(call, id),
  remove: async (call, InstanceId) => {
    await call.call('ec2', 'TerminateInstances', { InstanceId: [InstanceId] });
  },
};
