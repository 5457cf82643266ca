import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { NetworkInterfaceRecord } from '../state/ec2.ts';
import { ec2Arn, groupOf, instanceOf, need, subnetOf, tagSet } from './find.ts';

/** Makes a network interface, of an instance or by itself. */
export function makeInterface(context: CallContext, given: Pick<NetworkInterfaceRecord, 'subnetId' | 'groups' | 'attachment'> & { readonly privateIp?: string }): NetworkInterfaceRecord {
  const made: NetworkInterfaceRecord = {
    privateIp: `172.31.${randomInt(0, 32)}.${randomInt(4, 251)}`, ...given, id: hexId('eni-0', 16), vpcId: context.region.ec2.vpcId, tags: [],
  };
  context.region.ec2.networkInterfaces.set(made.id, made);
  return made;
}

function describe(context: CallContext, { id, subnetId, vpcId, privateIp, groups, attachment, tags }: NetworkInterfaceRecord) {
  return {
    networkInterfaceId: id, subnetId, vpcId, privateIpAddress: privateIp, ownerId: context.account.id, requesterManaged: false, interfaceType: 'interface',
    status: attachment === undefined ? 'available' : 'in-use',
    ...(attachment === undefined ? {} : { attachment: { attachmentId: attachment.id, instanceId: attachment.instanceId, deleteOnTermination: attachment.deleteOnTermination, status: 'attached' } }),
    groupSet: groups.map((groupId) => ({ groupId, groupName: context.region.ec2.groups.get(groupId)?.name ?? '' })),
    tagSet: tagSet(tags),
  };
}

const one = z.object({ NetworkInterfaceId: z.string() });
const onInterface = (input: { readonly NetworkInterfaceId: string }, context: CallContext) => ({ arn: ec2Arn(context, `network-interface/${input.NetworkInterfaceId}`) });

const createNetworkInterface = operation({
  name: 'CreateNetworkInterface',
  access: 'write',
  input: z.object({ SubnetId: z.string(), SecurityGroupId: list(z.string()) }),
  target: (_input, context) => ({ arn: ec2Arn(context, 'network-interface/*') }),
  run: (input, context) => {
    const groups = input.SecurityGroupId.map((id) => groupOf(context, id).id);
    return { networkInterface: describe(context, makeInterface(context, { subnetId: subnetOf(context, input.SubnetId), groups })) };
  },
});

const attachNetworkInterface = operation({
  name: 'AttachNetworkInterface',
  access: 'write',
  input: one.extend({ InstanceId: z.string() }),
  target: onInterface,
  run: (input, context) => {
    const known = need(context.region.ec2.networkInterfaces, input.NetworkInterfaceId, 'InvalidNetworkInterfaceID.NotFound');
    if (known.attachment) throw new AwsError('InvalidNetworkInterface.InUse', `Interface: ${known.id} in use`);
    known.attachment = { id: hexId('eni-attach-0', 16), instanceId: instanceOf(context, input.InstanceId).id, deleteOnTermination: false };
    return { attachmentId: known.attachment.id };
  },
});

const deleteNetworkInterface = operation({
  name: 'DeleteNetworkInterface',
  access: 'write',
  input: one,
  target: onInterface,
  run: (input, context) => {
    const known = need(context.region.ec2.networkInterfaces, input.NetworkInterfaceId, 'InvalidNetworkInterfaceID.NotFound');
    if (known.attachment) throw new AwsError('InvalidParameterValue', `Network interface '${known.id}' is currently in use.`);
    context.region.ec2.networkInterfaces.delete(known.id);
    return { return: true };
  },
});

const describeNetworkInterfaces = operation({
  name: 'DescribeNetworkInterfaces',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ networkInterfaceSet: [...context.region.ec2.networkInterfaces.values()].map((known) => describe(context, known)) }),
});

/** Network interfaces. */
export const networkInterfaceOperations: readonly Operation[] = [createNetworkInterface, attachNetworkInterface, deleteNetworkInterface, describeNetworkInterfaces];
