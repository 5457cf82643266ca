import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { pause } from '../dispatch/background.ts';
import type { CallContext } from '../dispatch/cloud.ts';
import { list, whole } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { InstanceRecord, InstanceState } from '../state/model.ts';
import { trailCase } from '../trail/casing.ts';
import { applyFilters, ec2Arn, filters, groupOf, instanceOf, tagSet, tagsFor, tagSpecifications, tagValues } from './find.ts';

const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80,
};

function stateOf(state: InstanceState) {
  return { code: STATE_CODES[state], name: state };
}

function describe(context: CallContext, instance: InstanceRecord) {
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: stateOf(instance.state),
    instanceType: instance.instanceType,
    launchTime: new Date(instance.launchedAt),
    placement: { availabilityZone: `${context.region.name}a`, tenancy: 'default' },
    subnetId: instance.subnetId,
    vpcId: instance.vpcId,
    privateIpAddress: instance.privateIp,
    clientToken: instance.clientToken,
    groupSet: instance.securityGroups.map((id) => ({ groupId: id, groupName: context.region.ec2.groups.get(id)?.name ?? '' })),
    tagSet: tagSet(instance.tags),
  };
}

/** Lists as CloudTrail nests them for EC2. */
function itemized(value: unknown): unknown {
  if (Array.isArray(value)) return { items: value.map(itemized) };
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, itemized(member)]));
}

/** An answer of EC2 as CloudTrail writes it. */
export function trailAnswer(output: object, requestId: string) {
  const nested = itemized(output);
  return trailCase({ requestId, ...(typeof nested === 'object' ? nested : {}) });
}

/** Moves instances on to a state after the usual time, unless something else happened to them meanwhile. */
function moveOn(context: CallContext, instances: readonly InstanceRecord[], from: InstanceState, to: InstanceState): void {
  const { cloud } = context;
  for (const instance of instances) {
    cloud.background(instance.id, async (signal) => {
      await pause(cloud.provisionDelayMs, signal);
      if (instance.state === from) instance.state = to;
      cloud.changed();
    });
  }
}

const runInput = z.object({
  ImageId: z.string().regex(/^ami-[0-9a-f]{8,17}$/),
  InstanceType: z.string().default('t3.micro'),
  MinCount: whole.min(1).max(20),
  MaxCount: whole.min(1).max(20),
  SubnetId: z.string().optional(),
  SecurityGroupId: list(z.string()),
  ClientToken: z.string().default(''),
  TagSpecification: tagSpecifications,
});

function subnetOf(context: CallContext, id: string | undefined): string {
  const { subnetIds } = context.region.ec2;
  const subnet = id ?? subnetIds[0];
  if (subnet === undefined || !subnetIds.includes(subnet)) {
    throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
  }
  return subnet;
}

function launch(context: CallContext, input: z.output<typeof runInput>, reservationId: string): InstanceRecord {
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
  };
  ec2.instances.set(instance.id, instance);
  return instance;
}

const runInstances = operation({
  name: 'RunInstances',
  access: 'write',
  input: runInput,
  target: (input, context) => ({ arn: ec2Arn(context, 'instance/*'), conditions: { 'ec2:InstanceType': input.InstanceType } }),
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

const instanceIds = z.object({ InstanceId: list(z.string()) });
type InstanceIds = z.output<typeof instanceIds>;

const onInstances = (input: InstanceIds, context: CallContext) => ({ arn: ec2Arn(context, `instance/${input.InstanceId[0] ?? '*'}`) });
const trailIds = (input: InstanceIds) => ({ instancesSet: { items: input.InstanceId.map((id) => ({ instanceId: id })) } });

/** Start, stop and terminate: instances pass through one state into another. */
function transition(name: string, allowed: readonly InstanceState[], through: InstanceState, to: InstanceState): Operation {
  return operation({
    name,
    access: 'write',
    input: instanceIds,
    target: onInstances,
    run: (input, context) => {
      const instances = input.InstanceId.map((id) => instanceOf(context, id));
      const wrong = instances.find((one) => !allowed.includes(one.state));
      if (wrong) {
        throw new AwsError('IncorrectInstanceState', `The instance '${wrong.id}' is not in a state from which it can be changed.`);
      }
      const changes = instances.map((one) => {
        const previous = one.state;
        if (previous !== to) one.state = through;
        return { instanceId: one.id, currentState: stateOf(one.state), previousState: stateOf(previous) };
      });
      moveOn(context, instances, through, to);
      return { instancesSet: changes };
    },
    trail: { parameters: trailIds, response: (output, context) => trailAnswer(output, context.requestId) },
  });
}

const describeInstances = operation({
  name: 'DescribeInstances',
  access: 'read',
  input: instanceIds.extend({ Filter: filters }),
  run: (input, context) => {
    const wanted = input.InstanceId.length > 0
      ? input.InstanceId.map((id) => instanceOf(context, id))
      : [...context.region.ec2.instances.values()];
    const found = applyFilters(wanted, input.Filter, (one, name) => {
      if (name === 'instance-state-name') return [one.state];
      if (name === 'instance-type') return [one.instanceType];
      return name === 'vpc-id' ? [one.vpcId] : tagValues(one.tags, name);
    });
    const reservations = [...new Set(found.map((one) => one.reservationId))];
    return {
      reservationSet: reservations.map((reservationId) => ({
        reservationId,
        ownerId: context.account.id,
        groupSet: [],
        instancesSet: found.filter((one) => one.reservationId === reservationId).map((one) => describe(context, one)),
      })),
    };
  },
  trail: { parameters: trailIds },
});

const LIVE: readonly InstanceState[] = ['pending', 'running', 'stopping', 'stopped'];

/** Instances: a record each, moving through the states of real ones. */
export const instanceOperations: readonly Operation[] = [
  runInstances,
  describeInstances,
  transition('StartInstances', ['stopped', 'running', 'pending'], 'pending', 'running'),
  transition('StopInstances', ['running', 'pending', 'stopped', 'stopping'], 'stopping', 'stopped'),
  transition('TerminateInstances', [...LIVE, 'shutting-down', 'terminated'], 'shutting-down', 'terminated'),
];
