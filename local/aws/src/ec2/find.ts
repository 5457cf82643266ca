import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { AwsError } from '../errors.ts';
import type { InstanceRecord, SecurityGroupRecord, Tag } from '../state/model.ts';

/** Arn of something of EC2 in the caller's Region, such as `instance/i-1`. */
export function ec2Arn(context: CallContext, suffix: string): string {
  return `arn:aws:ec2:${context.region.name}:${context.account.id}:${suffix}`;
}

/** A security group. Throws InvalidGroup.NotFound. */
export function groupOf(context: CallContext, id: string): SecurityGroupRecord {
  const group = context.region.ec2.groups.get(id);
  if (!group) throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  return group;
}

/** An instance. Throws InvalidInstanceID.NotFound. */
export function instanceOf(context: CallContext, id: string): InstanceRecord {
  const instance = context.region.ec2.instances.get(id);
  if (!instance) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  return instance;
}

/** The VPC asked for, or the default one. Throws InvalidVpcID.NotFound for one that is not here. */
export function vpcOf(context: CallContext, id: string | undefined): string {
  const { vpcId } = context.region.ec2;
  if (id !== undefined && id !== vpcId) throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
  return vpcId;
}

/** Tags given with a new resource of a type. */
export const tagSpecifications = list(z.object({
  ResourceType: z.string(),
  Tag: list(z.object({ Key: z.string(), Value: z.string().default('') })),
}));

/** The tags meant for one resource type. */
export function tagsFor(specifications: z.output<typeof tagSpecifications>, type: string): Tag[] {
  return specifications.filter((one) => one.ResourceType === type).flatMap((one) => one.Tag);
}

/** Tags in the names of EC2's wire. */
export function tagSet(tags: readonly Tag[]) {
  return tags.map((tag) => ({ key: tag.Key, value: tag.Value }));
}

/** Filters of the Describe operations. */
export const filters = list(z.object({ Name: z.string(), Value: list(z.string()) }));

/** Keeps what all filters let through; `valuesOf` gives the values of a filter's name, null for a name not known here. */
export function applyFilters<Item>(
  items: readonly Item[],
  given: z.output<typeof filters>,
  valuesOf: (item: Item, name: string) => readonly string[] | null,
): Item[] {
  return items.filter((item) => given.every((filter) => {
    const values = valuesOf(item, filter.Name);
    if (values === null) throw new AwsError('InvalidParameterValue', `The filter '${filter.Name}' is invalid`);
    return filter.Value.some((wanted) => values.includes(wanted));
  }));
}

/** Values of a `tag:Name` filter, or null for another name. */
export function tagValues(tags: readonly Tag[], name: string): string[] | null {
  return name.startsWith('tag:') ? tags.filter((tag) => `tag:${tag.Key}` === name).map((tag) => tag.Value) : null;
}
