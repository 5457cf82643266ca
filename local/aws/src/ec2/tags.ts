import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { ec2Arn, tagged } from './find.ts';

/** The beginnings of ids, and the type of resource in an ARN. */
const TYPES: readonly (readonly [string, string])[] = [
  ['i-', 'instance'], ['vol-', 'volume'], ['sg-', 'security-group'], ['eni-', 'network-interface'], ['vpc-', 'vpc'], ['subnet-', 'subnet'], ['key-', 'key-pair'],
  ['eipalloc-', 'elastic-ip'], ['lt-', 'launch-template'], ['pg-', 'placement-group'], ['sir-', 'spot-instances-request'], ['snap-', 'snapshot'], ['ami-', 'image'],
];

function arnOf(context: CallContext, id: string): string {
  const type = TYPES.find(([beginning]) => id.startsWith(beginning))?.[1] ?? '*';
  return ec2Arn(context, `${type}/${id}`);
}

const input = z.object({ ResourceId: list(z.string()), Tag: list(z.object({ Key: z.string(), Value: z.string().optional() })) });

/** Each thing that is tagged is decided on by itself. */
function targets({ ResourceId }: z.output<typeof input>, context: CallContext) {
  const [first = ec2Arn(context, '*'), ...others] = ResourceId.map((id) => arnOf(context, id));
  return { arn: first, also: others.map((arn) => ({ arn })) };
}

function each(context: CallContext, ids: readonly string[]) {
  return ids.map((id) => {
    const found = tagged(context, id);
    if (!found) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    return found;
  });
}

const createTags = operation({
  name: 'CreateTags',
  access: 'write',
  input,
  target: targets,
  run: ({ ResourceId, Tag }, context) => {
    const named = new Set(Tag.map((tag) => tag.Key));
    for (const one of each(context, ResourceId)) {
      one.tags = [...one.tags.filter((tag) => !named.has(tag.Key)), ...Tag.map(({ Key, Value = '' }) => ({ Key, Value }))];
    }
    return { return: true };
  },
});

const deleteTags = operation({
  name: 'DeleteTags',
  access: 'write',
  input,
  target: targets,
  run: ({ ResourceId, Tag }, context) => {
    const named = new Set(Tag.map((tag) => tag.Key));
    for (const one of each(context, ResourceId)) one.tags = one.tags.filter((tag) => !named.has(tag.Key));
    return { return: true };
  },
});

/** Tags of whatever has an id. */
export const tagOperations: readonly Operation[] = [createTags, deleteTags];
