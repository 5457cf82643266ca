import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { flag, list, whole } from '../dispatch/fields.ts';
import { type FurtherTarget, operation, type Target } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { InstanceProfileRecord } from '../state/model.ts';
import type { InstanceRecord } from '../state/ec2.ts';
import { ec2Arn, groupOf, subnetOf, tagsFor, tagSpecifications } from './find.ts';
import { describe } from './instances.ts';
import { bringUp, type DeviceWish, moveOn } from './life.ts';
import { makeSpotRequest } from './spot-requests.ts';
import { trailAnswer } from './trail-answer.ts';
import { volumeConditions, volumeWish } from './volumes.ts';

const device = z.object({
  DeviceName: z.string(),
  Ebs: z.object({ VolumeSize: whole.optional(), VolumeType: z.string().optional(), Iops: whole.optional(), DeleteOnTermination: flag.default(true) }).default({ DeleteOnTermination: true }),
});

const runInput = z.object({
  ImageId: z.string().regex(/^ami-[0-9a-f]{8,17}$/),
  InstanceType: z.string().default('t3.micro'),
  MinCount: whole.min(1).max(20),
  MaxCount: whole.min(1).max(20),
  SubnetId: z.string().optional(),
  SecurityGroupId: list(z.string()),
  ClientToken: z.string().default(''),
  TagSpecification: tagSpecifications,
  BlockDeviceMapping: list(device),
  DisableApiTermination: flag.default(false),
  DisableApiStop: flag.default(false),
  IamInstanceProfile: z.object({ Name: z.string().optional(), Arn: z.string().optional() }).optional(),
  InstanceMarketOptions: z.object({ MarketType: z.literal('spot'), SpotOptions: z.object({ SpotInstanceType: z.enum(['one-time', 'persistent']).default('one-time') }).default({ SpotInstanceType: 'one-time' }) }).optional(),
  Placement: z.object({ GroupName: z.string().optional(), Tenancy: z.string().default('default') }).default({ Tenancy: 'default' }),
});

type Run = z.output<typeof runInput>;

const ROOT = '/dev/xvda';

/** What the call asks for, and the root volume that the image has. */
function devicesOf({ BlockDeviceMapping }: Run): DeviceWish[] {
  const asked = BlockDeviceMapping.map(({ DeviceName, Ebs }) => ({
    device: DeviceName, deleteOnTermination: Ebs.DeleteOnTermination, ...volumeWish({ size: Ebs.VolumeSize, type: Ebs.VolumeType, iops: Ebs.Iops }),
  }));
  return asked.some((one) => one.device === ROOT) ? asked : [{ device: ROOT, deleteOnTermination: true, ...volumeWish({}) }, ...asked];
}

function profileOf({ IamInstanceProfile: asked }: Run, context: CallContext): InstanceProfileRecord | undefined {
  if (asked === undefined) return undefined;
  const found = [...context.account.iam.instanceProfiles.values()].find(({ name, arn }) => name === asked.Name || arn === asked.Arn);
  if (!found) throw new AwsError('InvalidParameterValue', `Value (${asked.Name ?? asked.Arn ?? ''}) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile name`);
  return found;
}

/**
 * Each thing that comes of it is decided on with its own condition keys, and whoever gives the instance a role must be allowed to pass it on.
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2", RunInstances.
 */
function targets(input: Run, context: CallContext): Target {
  const volumes = devicesOf(input).map((wish): FurtherTarget => ({ arn: ec2Arn(context, 'volume/*'), conditions: volumeConditions(wish) }));
  const roles = [...profileOf(input, context)?.roles ?? []].map((name): FurtherTarget => ({
    action: 'iam:PassRole', arn: context.account.iam.roles.get(name)?.arn ?? '*', conditions: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  }));
  return {
    arn: ec2Arn(context, 'instance/*'),
    conditions: { 'ec2:InstanceType': input.InstanceType, 'ec2:Tenancy': input.Placement.Tenancy, ...(input.InstanceMarketOptions ? { 'ec2:InstanceMarketType': 'spot' } : {}) },
    also: [...volumes, { arn: ec2Arn(context, 'network-interface/*') }, ...roles],
  };
}

function launch(context: CallContext, input: Run, reservationId: string): InstanceRecord {
  const { ec2 } = context.region;
  const [defaultGroup] = ec2.groups.keys();
  const groups = input.SecurityGroupId.map((id) => groupOf(context, id).id);
  const instance: InstanceRecord = {
    id: hexId('i-0', 16),
    reservationId,
    imageId: input.ImageId,
    instanceType: input.InstanceType,
    launchedAt: context.now.toISOString(),
    subnetId: subnetOf(context, input.SubnetId),
    vpcId: ec2.vpcId,
    securityGroups: groups.length > 0 || defaultGroup === undefined ? groups : [defaultGroup],
    privateIp: `172.31.${randomInt(0, 32)}.${randomInt(4, 251)}`,
    clientToken: input.ClientToken,
    state: 'pending',
    tags: tagsFor(input.TagSpecification, 'instance'),
    disableApiTermination: input.DisableApiTermination,
    disableApiStop: input.DisableApiStop,
    profileArn: profileOf(input, context)?.arn,
    placementGroup: input.Placement.GroupName,
  };
  bringUp(context, instance, devicesOf(input));
  if (input.InstanceMarketOptions) makeSpotRequest(context, input.InstanceMarketOptions.SpotOptions.SpotInstanceType, instance.id);
  return instance;
}

/** Launches instances. */
export const runInstances = operation({
  name: 'RunInstances',
  access: 'write',
  input: runInput,
  target: targets,
  run: (input, context) => {
    const repeated = [...context.region.ec2.instances.values()].filter((one) => input.ClientToken !== '' && one.clientToken === input.ClientToken);
    const reservationId = repeated[0]?.reservationId ?? hexId('r-0', 16);
    const instances = repeated.length > 0
      ? repeated
      : Array.from({ length: input.MaxCount }, () => launch(context, input, reservationId));
    moveOn(context, instances, 'pending', 'running');
    return { reservationId, ownerId: context.account.id, groupSet: [], instancesSet: instances.map((one) => describe(context, one)) };
  },
  trail: {
    parameters: (input) => ({
      instancesSet: { items: [{ imageId: input.ImageId, minCount: input.MinCount, maxCount: input.MaxCount }] },
      instanceType: input.InstanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      ...(input.SubnetId === undefined ? {} : { subnetId: input.SubnetId }),
      ...(input.ClientToken === '' ? {} : { clientToken: input.ClientToken }),
    }),
    response: (output, context) => trailAnswer(output, context.requestId),
  },
});
