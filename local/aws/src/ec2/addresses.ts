import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { AddressRecord } from '../state/ec2.ts';
import { ec2Arn, instanceOf, need, tagSet } from './find.ts';

const one = z.object({ AllocationId: z.string() });
const onAddress = (input: { readonly AllocationId: string }, context: CallContext) => ({ arn: ec2Arn(context, `elastic-ip/${input.AllocationId}`) });

const allocateAddress = operation({
  name: 'AllocateAddress',
  access: 'write',
  input: z.object({}),
  target: (_input, context) => ({ arn: ec2Arn(context, 'elastic-ip/*') }),
  run: (_input, context) => {
    // a block that is kept for documentation: RFC 5737
    const address: AddressRecord = { id: hexId('eipalloc-0', 16), publicIp: `203.0.113.${randomInt(1, 255)}`, tags: [] };
    context.region.ec2.addresses.set(address.id, address);
    return { allocationId: address.id, publicIp: address.publicIp, domain: 'vpc' };
  },
});

const associateAddress = operation({
  name: 'AssociateAddress',
  access: 'write',
  input: one.extend({ InstanceId: z.string() }),
  target: onAddress,
  run: (input, context) => {
    const address = need(context.region.ec2.addresses, input.AllocationId, 'InvalidAllocationID.NotFound');
    address.association = { id: hexId('eipassoc-0', 16), instanceId: instanceOf(context, input.InstanceId).id };
    return { return: true, associationId: address.association.id };
  },
});

const disassociateAddress = operation({
  name: 'DisassociateAddress',
  access: 'write',
  input: z.object({ AssociationId: z.string() }),
  target: (_input, context) => ({ arn: ec2Arn(context, 'elastic-ip/*') }),
  run: (input, context) => {
    const address = [...context.region.ec2.addresses.values()].find(({ association }) => association?.id === input.AssociationId);
    if (!address) throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${input.AssociationId}' does not exist`);
    delete address.association;
    return { return: true };
  },
});

const releaseAddress = operation({
  name: 'ReleaseAddress',
  access: 'write',
  input: one,
  target: onAddress,
  run: (input, context) => {
    const address = need(context.region.ec2.addresses, input.AllocationId, 'InvalidAllocationID.NotFound');
    if (address.association) throw new AwsError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
    context.region.ec2.addresses.delete(address.id);
    return { return: true };
  },
});

const describeAddresses = operation({
  name: 'DescribeAddresses',
  access: 'read',
  input: z.object({ AllocationId: list(z.string()) }),
  run: (input, context) => ({
    addressesSet: (input.AllocationId.length > 0 ? input.AllocationId.map((id) => need(context.region.ec2.addresses, id, 'InvalidAllocationID.NotFound')) : [...context.region.ec2.addresses.values()]).map(({ id, publicIp, association, tags }) => ({
      allocationId: id, publicIp, domain: 'vpc', tagSet: tagSet(tags),
      ...(association === undefined ? {} : { associationId: association.id, instanceId: association.instanceId }),
    })),
  }),
});

/** Elastic IP addresses. */
export const addressOperations: readonly Operation[] = [allocateAddress, associateAddress, disassociateAddress, releaseAddress, describeAddresses];
