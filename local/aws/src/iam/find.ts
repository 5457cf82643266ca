import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { AwsError } from '../errors.ts';
import { readPolicy } from '../identity/policy-document.ts';
import type { RoleRecord, UserRecord } from '../state/model.ts';

/** A name of a role, user or policy. */
export const iamName = z.string().regex(/^[\w+=,.@-]{1,128}$/);
/** A path such as `/labs/`. */
export const iamPath = z.string().regex(/^\/([\w+=,.@/-]*\/)?$/).default('/');

/** What a role and a user have in common: policies in line and attached. */
export type Holder = RoleRecord | UserRecord;

/** The error IAM answers for a name it does not know. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

/** A role of the caller's account. Throws NoSuchEntity. */
export function roleOf(context: CallContext, name: string): RoleRecord {
  const role = context.account.iam.roles.get(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** A user of the caller's account; the caller itself when no name is given. Throws NoSuchEntity. */
export function userOf(context: CallContext, name: string | undefined): UserRecord {
  const wanted = name ?? (context.caller.kind === 'user' ? context.caller.userName : '');
  const user = context.account.iam.users.get(wanted);
  if (!user) throw noSuchEntity(`The user with name ${wanted} cannot be found.`);
  return user;
}

/** Refuses what is not a policy with MalformedPolicyDocument. */
export function requirePolicy(text: string): void {
  if (!readPolicy(text)) throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.');
}

/** Arn of something in the caller's account, such as `role/lab`. */
export function iamArn(context: CallContext, suffix: string): string {
  return `arn:aws:iam::${context.account.id}:${suffix}`;
}

/** IAM answers policies percent-encoded. IAM API Reference, GetRolePolicy. */
export function encodePolicy(text: string): string {
  return encodeURIComponent(text);
}
