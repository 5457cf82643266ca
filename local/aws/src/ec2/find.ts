import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { AwsError } from '../errors.ts';
import type { InstanceRecord, SecurityGroupRecord } from '../state/ec2.ts';
import type { Tag } from '../state/values.ts';

/** Arn of something of EC2 in the caller's Region, such as `instance/i-1`. */
export function ec2Arn(context: CallContext, suffix: string): string {
  return `arn:aws:ec2:${context.region.name}:${context.account.id}:${suffix}`;
}

/** Something of EC2 by its id, or by its name where it goes by that. @param missing the error that EC2 has for one that is not there */
export function need<Item>(known: ReadonlyMap<string, Item>, id: string, missing: string): Item {
  const found = known.get(id);
  if (found === undefined) throw new AwsError(missing, `'${id}' does not exist`);
  return found;
}

/** A security group. Throws InvalidGroup.NotFound. */
export const groupOf = ({ region }: CallContext, id: string): SecurityGroupRecord => need(region.ec2.groups, id, 'InvalidGroup.NotFound');

/** An instance. Throws InvalidInstanceID.NotFound. */
export const instanceOf = ({ region }: CallContext, id: string): InstanceRecord => need(region.ec2.instances, id, 'InvalidInstanceID.NotFound');

/** What has tags and the given id, of whatever kind. */
export function tagged({ region: { ec2 } }: CallContext, id: string): { tags: Tag[] } | undefined {
  const kinds = [
    ec2.instances, ec2.volumes, ec2.snapshots, ec2.images, ec2.keyPairs, ec2.addresses, ec2.networkInterfaces, ec2.launchTemplates, ec2.placementGroups,
    ec2.spotRequests, ec2.groups,
  ];
  return kinds.flatMap((kind) => [...kind.values()]).find((one) => one.id === id);
}

/** The VPC asked for, or the default one. Throws InvalidVpcID.NotFound for one that is not here. */
export function vpcOf(context: CallContext, id: string | undefined): string {
  const { vpcId } = context.region.ec2;
  if (id !== undefined && id !== vpcId) throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
  return vpcId;
}

/** The subnet asked for, or the first one. Throws InvalidSubnetID.NotFound for one that is not here. */
export function subnetOf(context: CallContext, id: string | undefined): string {
  const { subnetIds } = context.region.ec2;
  const subnet = id ?? subnetIds[0];
  if (subnet === undefined || !subnetIds.includes(subnet)) throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
  return subnet;
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
