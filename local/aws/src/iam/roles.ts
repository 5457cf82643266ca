import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { tags, whole } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { upperId } from '../ids.ts';
import type { RoleRecord } from '../state/model.ts';
import { encodePolicy, iamArn, iamName, iamPath, requirePolicy, roleOf } from './find.ts';
import { requireBoundary, requireNoPolicies } from './holder-policies.ts';

const named = z.object({ RoleName: iamName });

function target(input: { readonly RoleName: string }, context: CallContext) {
  return { arn: context.account.iam.roles.get(input.RoleName)?.arn ?? iamArn(context, `role/${input.RoleName}`) };
}

function describeRole(role: RoleRecord) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodePolicy(role.trustPolicy),
    Description: role.description || undefined,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary: role.boundaryArn === undefined
      ? undefined
      : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundaryArn },
    Tags: role.tags,
  };
}

const createRole = operation({
  name: 'CreateRole',
  access: 'write',
  input: z.object({
    RoleName: iamName,
    Path: iamPath,
    AssumeRolePolicyDocument: z.string(),
    Description: z.string().default(''),
    MaxSessionDuration: whole.min(3_600).max(43_200).default(3_600),
    PermissionsBoundary: z.string().optional(),
    Tags: tags,
  }),
  target: (input, context) => ({
    arn: iamArn(context, `role${input.Path}${input.RoleName}`),
    conditions: input.PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': input.PermissionsBoundary },
  }),
  run: (input, context) => {
    if (context.account.iam.roles.has(input.RoleName)) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${input.RoleName} already exists.`, 409);
    }
    requirePolicy(input.AssumeRolePolicyDocument);
    requireBoundary(context, input.PermissionsBoundary);
    const role: RoleRecord = {
      name: input.RoleName,
      path: input.Path,
      arn: iamArn(context, `role${input.Path}${input.RoleName}`),
      id: upperId('AROA', 17),
      createdAt: context.now.toISOString(),
      trustPolicy: input.AssumeRolePolicyDocument,
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration,
      boundaryArn: input.PermissionsBoundary,
      tags: input.Tags,
      inline: new Map(),
      attached: new Set(),
    };
    context.account.iam.roles.set(role.name, role);
    return { Role: describeRole(role) };
  },
});

const getRole = operation({
  name: 'GetRole',
  access: 'read',
  input: named,
  target,
  run: (input, context) => ({ Role: describeRole(roleOf(context, input.RoleName)) }),
});

const listRoles = operation({
  name: 'ListRoles',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ Roles: [...context.account.iam.roles.values()].map(describeRole), IsTruncated: false }),
});

/** IAM keeps a role that an instance profile still holds. */
function requireNoProfile({ account }: CallContext, name: string): void {
  const held = [...account.iam.instanceProfiles.values()].some((profile) => profile.roles.has(name));
  if (held) throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.', 409);
}

const deleteRole = operation({
  name: 'DeleteRole',
  access: 'write',
  input: named,
  target,
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    requireNoPolicies(role);
    requireNoProfile(context, role.name);
    context.account.iam.roles.delete(role.name);
    return {};
  },
});

const updateAssumeRolePolicy = operation({
  name: 'UpdateAssumeRolePolicy',
  access: 'write',
  input: z.object({ RoleName: iamName, PolicyDocument: z.string() }),
  target,
  run: (input, context) => {
    requirePolicy(input.PolicyDocument);
    roleOf(context, input.RoleName).trustPolicy = input.PolicyDocument;
    return {};
  },
});

const updateRole = operation({
  name: 'UpdateRole',
  access: 'write',
  input: z.object({ RoleName: iamName, Description: z.string().optional(), MaxSessionDuration: whole.min(3_600).max(43_200).optional() }),
  target,
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    role.description = input.Description ?? role.description;
    role.maxSessionDuration = input.MaxSessionDuration ?? role.maxSessionDuration;
    return {};
  },
});

const tagRole = operation({
  name: 'TagRole',
  access: 'write',
  input: z.object({ RoleName: iamName, Tags: tags }),
  target,
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const named = new Set(input.Tags.map((tag) => tag.Key));
    role.tags = [...role.tags.filter((tag) => !named.has(tag.Key)), ...input.Tags];
    return {};
  },
});

/** Roles themselves; their policies are in holder-policies. */
export const roleOperations: readonly Operation[] = [
  createRole, getRole, listRoles, deleteRole, updateAssumeRolePolicy, updateRole, tagRole,
];
