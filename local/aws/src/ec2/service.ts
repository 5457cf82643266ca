import { z } from 'zod';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { addressOperations } from './addresses.ts';
import { imageOperations } from './images.ts';
import { instanceOperations } from './instances.ts';
import { keyPairOperations } from './key-pairs.ts';
import { runInstances } from './launch.ts';
import { launchTemplateOperations } from './launch-templates.ts';
import { networkInterfaceOperations } from './network-interfaces.ts';
import { placementGroupOperations } from './placement-groups.ts';
import { securityGroupOperations } from './security-groups.ts';
import { spotRequestOperations } from './spot-requests.ts';
import { tagOperations } from './tags.ts';
import { volumeOperations } from './volumes.ts';

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

/** Amazon EC2: what a learner makes in a default VPC. */
export const ec2 = service({
  id: 'ec2',
  protocol: 'ec2',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  operations: [
    runInstances, ...instanceOperations, ...spotRequestOperations, ...volumeOperations, ...imageOperations, ...keyPairOperations, ...addressOperations,
    ...networkInterfaceOperations, ...launchTemplateOperations, ...placementGroupOperations, ...securityGroupOperations, ...tagOperations, describeVpcs, describeSubnets,
  ],
});
