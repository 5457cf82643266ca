import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { PlacementGroupRecord } from '../state/ec2.ts';
import { ec2Arn, need, tagSet } from './find.ts';

function describe(context: CallContext, { id, name, strategy, tags }: PlacementGroupRecord) {
  return { groupId: id, groupName: name, groupArn: ec2Arn(context, `placement-group/${name}`), strategy, state: 'available', tagSet: tagSet(tags) };
}

const onGroup = (input: { readonly GroupName: string }, context: CallContext) => ({ arn: ec2Arn(context, `placement-group/${input.GroupName}`) });

const createPlacementGroup = operation({
  name: 'CreatePlacementGroup',
  access: 'write',
  input: z.object({ GroupName: z.string().min(1), Strategy: z.string().default('cluster') }),
  target: onGroup,
  run: (input, context) => {
    const { placementGroups } = context.region.ec2;
    if (placementGroups.has(input.GroupName)) throw new AwsError('InvalidPlacementGroup.Duplicate', `The placement group '${input.GroupName}' already exists.`);
    const group: PlacementGroupRecord = { id: hexId('pg-0', 16), name: input.GroupName, strategy: input.Strategy, tags: [] };
    placementGroups.set(group.name, group);
    return { return: true, placementGroup: describe(context, group) };
  },
});

const deletePlacementGroup = operation({
  name: 'DeletePlacementGroup',
  access: 'write',
  input: z.object({ GroupName: z.string() }),
  target: onGroup,
  run: (input, context) => {
    const { name } = need(context.region.ec2.placementGroups, input.GroupName, 'InvalidPlacementGroup.Unknown');
    const used = [...context.region.ec2.instances.values()].some(({ placementGroup, state }) => placementGroup === name && state !== 'terminated');
    if (used) throw new AwsError('InvalidPlacementGroup.InUse', `The placement group '${name}' is in use and may not be deleted.`);
    context.region.ec2.placementGroups.delete(name);
    return { return: true };
  },
});

const describePlacementGroups = operation({
  name: 'DescribePlacementGroups',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ placementGroupSet: [...context.region.ec2.placementGroups.values()].map((group) => describe(context, group)) }),
});

/** Placement groups. */
export const placementGroupOperations: readonly Operation[] = [createPlacementGroup, deletePlacementGroup, describePlacementGroups];
