import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { upperId } from '../ids.ts';
import type { InstanceProfileRecord } from '../state/model.ts';
import { iamArn, iamName, noSuchEntity, roleOf } from './find.ts';

const named = z.object({ InstanceProfileName: iamName });
const withRole = named.extend({ RoleName: iamName });

function target(input: { readonly InstanceProfileName: string }, context: CallContext) {
  return { arn: iamArn(context, `instance-profile/${input.InstanceProfileName}`) };
}

function profileOf(context: CallContext, name: string): InstanceProfileRecord {
  const profile = context.account.iam.instanceProfiles.get(name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

function describeProfile(profile: InstanceProfileRecord) {
  return {
    Path: '/',
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: [...profile.roles].map((name) => ({ RoleName: name })),
  };
}

const createInstanceProfile = operation({
  name: 'CreateInstanceProfile',
  access: 'write',
  input: named,
  target,
  run: (input, context) => {
    const profiles = context.account.iam.instanceProfiles;
    const name = input.InstanceProfileName;
    if (profiles.has(name)) throw new AwsError('EntityAlreadyExists', `Instance Profile ${name} already exists.`, 409);
    const profile: InstanceProfileRecord = {
      name, arn: iamArn(context, `instance-profile/${name}`), id: upperId('AIPA', 17), createdAt: context.now.toISOString(), roles: new Set(),
    };
    profiles.set(name, profile);
    return { InstanceProfile: describeProfile(profile) };
  },
});

const getInstanceProfile = operation({
  name: 'GetInstanceProfile',
  access: 'read',
  input: named,
  target,
  run: (input, context) => ({ InstanceProfile: describeProfile(profileOf(context, input.InstanceProfileName)) }),
});

const listInstanceProfiles = operation({
  name: 'ListInstanceProfiles',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ InstanceProfiles: [...context.account.iam.instanceProfiles.values()].map(describeProfile), IsTruncated: false }),
});

const addRoleToInstanceProfile = operation({
  name: 'AddRoleToInstanceProfile',
  access: 'write',
  input: withRole,
  target,
  run: (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    if (profile.roles.size > 0) throw new AwsError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
    profile.roles.add(roleOf(context, input.RoleName).name);
    return {};
  },
});

const removeRoleFromInstanceProfile = operation({
  name: 'RemoveRoleFromInstanceProfile',
  access: 'write',
  input: withRole,
  target,
  run: (input, context) => {
    profileOf(context, input.InstanceProfileName).roles.delete(input.RoleName);
    return {};
  },
});

const deleteInstanceProfile = operation({
  name: 'DeleteInstanceProfile',
  access: 'write',
  input: named,
  target,
  run: (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    if (profile.roles.size > 0) throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.', 409);
    context.account.iam.instanceProfiles.delete(profile.name);
    return {};
  },
});

/** Instance profiles, which hand a role to EC2 instances. */
export const instanceProfileOperations: readonly Operation[] = [
  createInstanceProfile, getInstanceProfile, listInstanceProfiles, addRoleToInstanceProfile, removeRoleFromInstanceProfile, deleteInstanceProfile,
];
