import type { CallContext } from '../dispatch/cloud.ts';
import type { StackRecord } from '../state/stacks.ts';
import { templateError } from './template.ts';

/** Arn of a stack without its unique part; a name that is an arn already loses that part. */
export function stackArn(context: CallContext, nameOrId: string): string {
  const name = nameOrId.startsWith('arn:') ? (nameOrId.split('/')[1] ?? nameOrId) : nameOrId;
  return `arn:aws:cloudformation:${context.region.name}:${context.account.id}:stack/${name}`;
}

/** A stack by name, or, deleted ones too, by id. */
export function findStack(context: CallContext, nameOrId: string): StackRecord | undefined {
  const { stacks } = context.region;
  if (nameOrId.startsWith('arn:')) return stacks.get(nameOrId);
  return [...stacks.values()].find((stack) => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE');
}

/** A stack by name or id. Throws ValidationError. */
export function stackOf(context: CallContext, nameOrId: string): StackRecord {
  const stack = findStack(context, nameOrId);
  if (!stack) throw templateError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}
