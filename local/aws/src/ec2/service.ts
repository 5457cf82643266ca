import { z } from 'zod';
import { list } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import { instanceOperations } from './instances.ts';
import { securityGroupOperations } from './security-groups.ts';

const describeVpcs = operation({
  name: 'DescribeVpcs',
  access: 'read',
  input: z.object({}),
  run: (_input, { account, region }) => ({
    vpcSet: [{ vpcId: region.ec2.vpcId, ownerId: account.id, state: 'available', cidrBlock: '172.31.0.0/16', isDefault: true }],
  }),
});

const describeSubnets = operation({
  name: 'DescribeSubnets',
  access: 'read',
  input: z.object({}),
  run: (_input, { account, region }) => ({
    subnetSet: region.ec2.subnetIds.map((subnetId, index) => ({
      subnetId, vpcId: region.ec2.vpcId, ownerId: account.id, state: 'available', cidrBlock: `172.31.${index * 16}.0/20`,
      availabilityZone: `${region.name}${'ab'[index] ?? 'a'}`, defaultForAz: true,
    })),
  }),
});

const createTags = operation({
  name: 'CreateTags',
  access: 'write',
  input: z.object({ ResourceId: list(z.string()), Tag: list(z.object({ Key: z.string(), Value: z.string().default('') })) }),
  run: (input, { region }) => {
    const named = new Set(input.Tag.map((tag) => tag.Key));
    for (const id of input.ResourceId) {
      const resource = region.ec2.instances.get(id) ?? region.ec2.groups.get(id);
      if (!resource) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
      resource.tags = [...resource.tags.filter((tag) => !named.has(tag.Key)), ...input.Tag];
    }
    return { return: true };
  },
});

/** Amazon EC2: instances and security groups in a default VPC. */
export const ec2 = service({
  id: 'ec2',
  protocol: 'ec2',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  operations: [...instanceOperations, ...securityGroupOperations, describeVpcs, describeSubnets, createTags],
});
