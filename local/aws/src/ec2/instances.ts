import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { flag, list } from '../dispatch/fields.ts';
import { type Operation, operation, type Target } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import type { InstanceRecord, InstanceState } from '../state/ec2.ts';
import { applyFilters, ec2Arn, filters, instanceOf, tagSet, tagValues } from './find.ts';
import { moveOn } from './life.ts';
import { trailAnswer } from './trail-answer.ts';

const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80,
};

function stateOf(state: InstanceState) {
  return { code: STATE_CODES[state], name: state };
}

/** An instance as the answers show it. */
export function describe(context: CallContext, instance: InstanceRecord) {
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
    ...(instance.profileArn === undefined ? {} : { iamInstanceProfile: { arn: instance.profileArn } }),
    groupSet: instance.securityGroups.map((id) => ({ groupId: id, groupName: context.region.ec2.groups.get(id)?.name ?? '' })),
    tagSet: tagSet(instance.tags),
  };
}

const instanceIds = z.object({ InstanceId: list(z.string()) });
type InstanceIds = z.output<typeof instanceIds>;

/** An instance that is there, as conditions see it. */
function onInstance(id: string, context: CallContext) {
  const type = context.region.ec2.instances.get(id)?.instanceType;
  return { arn: ec2Arn(context, `instance/${id}`), conditions: type === undefined ? {} : { 'ec2:InstanceType': type } };
}

function onInstances(input: InstanceIds, context: CallContext): Target {
  const [first = '*', ...others] = input.InstanceId;
  return { ...onInstance(first, context), also: others.map((id) => onInstance(id, context)) };
}
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
      refuseProtected(name, instances);
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

/** Stop protection keeps an instance from being terminated as well. EC2 User Guide, "Enable stop protection". */
function refuseProtected(name: string, instances: readonly InstanceRecord[]): void {
  const held = instances.find((one) => (name === 'StopInstances' && one.disableApiStop) || (name === 'TerminateInstances' && (one.disableApiStop || one.disableApiTermination)));
  if (held) throw new AwsError('OperationNotPermitted', `The instance '${held.id}' may not be stopped or terminated. Modify its 'disableApiTermination' or 'disableApiStop' instance attribute and try again.`);
}

const valued = <Value extends z.ZodType>(value: Value) => z.object({ Value: value }).optional();

const modifyInstanceAttribute = operation({
  name: 'ModifyInstanceAttribute',
  access: 'write',
  input: z.object({ InstanceId: z.string(), DisableApiTermination: valued(flag), DisableApiStop: valued(flag), InstanceType: valued(z.string()) }),
  target: ({ InstanceId, InstanceType }, context) => {
    const { arn, conditions } = onInstance(InstanceId, context);
    return { arn, conditions: { ...conditions, ...(InstanceType === undefined ? {} : { 'ec2:Attribute': 'InstanceType', 'ec2:Attribute/InstanceType': InstanceType.Value }) } };
  },
  run: (input, context) => {
    const instance = instanceOf(context, input.InstanceId);
    if (input.InstanceType && instance.state !== 'stopped') throw new AwsError('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'stopped' state.`);
    if (input.DisableApiTermination) instance.disableApiTermination = input.DisableApiTermination.Value;
    if (input.DisableApiStop) instance.disableApiStop = input.DisableApiStop.Value;
    if (input.InstanceType) instance.instanceType = input.InstanceType.Value;
    return { return: true };
  },
});

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

/** Instances: a record each, moving through the states of real ones; `launch.ts` makes them. */
export const instanceOperations: readonly Operation[] = [
  describeInstances,
  modifyInstanceAttribute,
  transition('StartInstances', ['stopped', 'running', 'pending'], 'pending', 'running'),
  transition('StopInstances', ['running', 'pending', 'stopped', 'stopping'], 'stopping', 'stopped'),
  transition('TerminateInstances', [...LIVE, 'shutting-down', 'terminated'], 'shutting-down', 'terminated'),
];
