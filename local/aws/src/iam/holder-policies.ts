import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { managedPolicyText } from '../identity/policies-of.ts';
import { encodePolicy, type Holder, iamName, noSuchEntity, requirePolicy } from './find.ts';

/** Roles and users keep policies in the same way; only the member that names them differs. */
interface HolderKind {
  readonly noun: 'Role' | 'User';
  readonly member: 'RoleName' | 'UserName';
  readonly find: (context: CallContext, name: string) => Holder;
}

const named = z.object({ RoleName: iamName.optional(), UserName: iamName.optional() });
type Named = z.output<typeof named>;

function nameIn(input: Named, member: HolderKind['member']): string {
  const name = input[member];
  if (name === undefined) throw new AwsError('ValidationError', `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`);
  return name;
}

function policyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `iam:PermissionsBoundary` is the boundary that a call would set, else the one the role or user has. */
function targetOf({ noun, member }: HolderKind) {
  return (input: Named & { readonly PermissionsBoundary?: string }, { account }: CallContext) => {
    const name = nameIn(input, member);
    const known = account.iam[noun === 'Role' ? 'roles' : 'users'].get(name);
    const boundary = input.PermissionsBoundary ?? known?.boundaryArn;
    return { arn: known?.arn ?? `arn:aws:iam::${account.id}:${noun.toLowerCase()}/${name}`, conditions: boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary } };
  };
}

/** Put, get, delete and list of in-line policies, attach, detach and list of managed ones, permissions boundaries. */
export function holderPolicyOperations(kind: HolderKind): Operation[] {
  return [...inlineOperations(kind), ...attachmentOperations(kind), ...boundaryOperations(kind)];
}

function holderIn({ member, find }: HolderKind): (input: Named, context: CallContext) => Holder {
  return (input, context) => find(context, nameIn(input, member));
}

function inlineOperations(kind: HolderKind): Operation[] {
  const { noun, member } = kind;
  const holder = holderIn(kind);
  const target = targetOf(kind);
  const withPolicy = named.extend({ PolicyName: iamName });
  return [
    operation({
      name: `Put${noun}Policy`, access: 'write', input: withPolicy.extend({ PolicyDocument: z.string() }), target,
      run: (input, context) => {
        requirePolicy(input.PolicyDocument);
        holder(input, context).inline.set(input.PolicyName, input.PolicyDocument);
        return {};
      },
    }),
    operation({
      name: `Get${noun}Policy`, access: 'read', input: withPolicy, target,
      run: (input, context) => {
        const text = holder(input, context).inline.get(input.PolicyName);
        if (text === undefined) throw noSuchEntity(`The ${noun.toLowerCase()} policy with name ${input.PolicyName} cannot be found.`);
        return { [member]: input[member], PolicyName: input.PolicyName, PolicyDocument: encodePolicy(text) };
      },
    }),
    operation({
      name: `Delete${noun}Policy`, access: 'write', input: withPolicy, target,
      run: (input, context) => {
        if (holder(input, context).inline.delete(input.PolicyName)) return {};
        throw noSuchEntity(`The ${noun.toLowerCase()} policy with name ${input.PolicyName} cannot be found.`);
      },
    }),
    operation({
      name: `List${noun}Policies`, access: 'read', input: named, target,
      run: (input, context) => ({ PolicyNames: [...holder(input, context).inline.keys()], IsTruncated: false }),
    }),
  ];
}

function attachmentOperations(kind: HolderKind): Operation[] {
  const { noun } = kind;
  const holder = holderIn(kind);
  const target = targetOf(kind);
  const withArn = named.extend({ PolicyArn: z.string().startsWith('arn:') });
  return [
    operation({
      name: `Attach${noun}Policy`, access: 'write', input: withArn, target,
      run: (input, context) => {
        if (managedPolicyText(context.account, input.PolicyArn) === undefined) {
          throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
        }
        holder(input, context).attached.add(input.PolicyArn);
        return {};
      },
    }),
    operation({
      name: `Detach${noun}Policy`, access: 'write', input: withArn, target,
      run: (input, context) => {
        if (holder(input, context).attached.delete(input.PolicyArn)) return {};
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      },
    }),
    operation({
      name: `ListAttached${noun}Policies`, access: 'read', input: named, target,
      run: (input, context) => ({
        AttachedPolicies: [...holder(input, context).attached].map((arn) => ({ PolicyName: policyName(arn), PolicyArn: arn })),
        IsTruncated: false,
      }),
    }),
  ];
}

function boundaryOperations(kind: HolderKind): Operation[] {
  const { noun } = kind;
  const holder = holderIn(kind);
  const target = targetOf(kind);
  return [
    operation({
      name: `Put${noun}PermissionsBoundary`, access: 'write', input: named.extend({ PermissionsBoundary: z.string().startsWith('arn:') }), target,
      run: (input, context) => {
        requireBoundary(context, input.PermissionsBoundary);
        holder(input, context).boundaryArn = input.PermissionsBoundary;
        return {};
      },
    }),
    operation({
      name: `Delete${noun}PermissionsBoundary`, access: 'write', input: named, target,
      run: (input, context) => {
        holder(input, context).boundaryArn = undefined;
        return {};
      },
    }),
  ];
}

/** Refuses a boundary that names no policy, as IAM does. */
export function requireBoundary(context: CallContext, arn: string | undefined): void {
  if (arn !== undefined && managedPolicyText(context.account, arn) === undefined) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
}

/** A role or user with policies left cannot be deleted. */
export function requireNoPolicies(holder: Holder): void {
  if (holder.inline.size > 0) throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
  if (holder.attached.size > 0) throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
}
