import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { tags } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { secret, upperId } from '../ids.ts';
import type { AccessKeyRecord, UserRecord } from '../state/model.ts';
import { trailCase } from '../trail/casing.ts';
import { iamArn, iamName, iamPath, noSuchEntity, userOf } from './find.ts';
import { requireBoundary, requireNoPolicies } from './holder-policies.ts';

const named = z.object({ UserName: iamName });
const maybeNamed = z.object({ UserName: iamName.optional() });
/** Access keys a user can have. IAM User Guide, "IAM object quotas". */
const ACCESS_KEY_LIMIT = 2;

function target(input: { readonly UserName?: string | undefined }, context: CallContext) {
  const known = input.UserName === undefined ? undefined : context.account.iam.users.get(input.UserName)?.arn;
  return { arn: known ?? iamArn(context, `user/${input.UserName ?? ''}`) };
}

function describeUser(user: UserRecord) {
  return {
    Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt), Tags: user.tags,
  };
}

const createUser = operation({
  name: 'CreateUser',
  access: 'write',
  input: z.object({ UserName: iamName, Path: iamPath, PermissionsBoundary: z.string().optional(), Tags: tags }),
  target,
  run: (input, context) => {
    if (context.account.iam.users.has(input.UserName)) {
      throw new AwsError('EntityAlreadyExists', `User with name ${input.UserName} already exists.`, 409);
    }
    requireBoundary(context, input.PermissionsBoundary);
    const user: UserRecord = {
      name: input.UserName,
      path: input.Path,
      arn: iamArn(context, `user${input.Path}${input.UserName}`),
      id: upperId('AIDA', 17),
      createdAt: context.now.toISOString(),
      boundaryArn: input.PermissionsBoundary,
      tags: input.Tags,
      inline: new Map(),
      attached: new Set(),
      accessKeys: new Map(),
    };
    context.account.iam.users.set(user.name, user);
    return { User: describeUser(user) };
  },
});

const getUser = operation({
  name: 'GetUser',
  access: 'read',
  input: maybeNamed,
  target,
  run: (input, context) => ({ User: describeUser(userOf(context, input.UserName)) }),
});

const listUsers = operation({
  name: 'ListUsers',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ Users: [...context.account.iam.users.values()].map(describeUser), IsTruncated: false }),
});

const deleteUser = operation({
  name: 'DeleteUser',
  access: 'write',
  input: named,
  target,
  run: (input, context) => {
    const user = userOf(context, input.UserName);
    requireNoPolicies(user);
    if (user.accessKeys.size > 0) throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete access keys first.', 409);
    context.account.iam.users.delete(user.name);
    return {};
  },
});

function describeKey(user: UserRecord, key: AccessKeyRecord) {
  return { UserName: user.name, AccessKeyId: key.id, Status: 'Active', CreateDate: new Date(key.createdAt) };
}

const createAccessKey = operation({
  name: 'CreateAccessKey',
  access: 'write',
  input: maybeNamed,
  target,
  run: (input, context) => {
    const user = userOf(context, input.UserName);
    if (user.accessKeys.size >= ACCESS_KEY_LIMIT) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${ACCESS_KEY_LIMIT}`, 409);
    }
    const key = { id: upperId('AKIA', 16), secret: secret(), createdAt: context.now.toISOString() };
    user.accessKeys.set(key.id, key);
    context.cloud.state.credentials.set(key.id, {
      kind: 'user', accessKeyId: key.id, secret: key.secret, account: context.account.id, userName: user.name,
    });
    return { AccessKey: { ...describeKey(user, key), SecretAccessKey: key.secret } };
  },
  trail: {
    response: (output) => trailCase({ AccessKey: { ...output.AccessKey, SecretAccessKey: undefined } }),
  },
});

const listAccessKeys = operation({
  name: 'ListAccessKeys',
  access: 'read',
  input: maybeNamed,
  target,
  run: (input, context) => {
    const user = userOf(context, input.UserName);
    return { AccessKeyMetadata: [...user.accessKeys.values()].map((key) => describeKey(user, key)), IsTruncated: false };
  },
});

const deleteAccessKey = operation({
  name: 'DeleteAccessKey',
  access: 'write',
  input: z.object({ UserName: iamName.optional(), AccessKeyId: z.string() }),
  target,
  run: (input, context) => {
    const user = userOf(context, input.UserName);
    if (!user.accessKeys.delete(input.AccessKeyId)) {
      throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
    }
    context.cloud.state.credentials.delete(input.AccessKeyId);
    return {};
  },
});

/** Users and their access keys; their policies are in holder-policies. */
export const userOperations: readonly Operation[] = [
  createUser, getUser, listUsers, deleteUser, createAccessKey, listAccessKeys, deleteAccessKey,
];
