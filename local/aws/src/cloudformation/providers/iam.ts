import { z } from 'zod';
import type { Created, Provider, ProviderCall } from '../provider.ts';
import { physicalName, textProperty } from './names.ts';

const roleProperties = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  Description: z.string().optional(),
  MaxSessionDuration: z.coerce.number().optional(),
  Path: z.string().optional(),
  PermissionsBoundary: z.string().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

const createdRole = z.object({ Role: z.object({ Arn: z.string(), RoleId: z.string() }) });
const inlineNames = z.object({ PolicyNames: z.array(z.string()) });
const attachedArns = z.object({ AttachedPolicies: z.array(z.object({ PolicyArn: z.string() })) });

async function clearPolicies(call: ProviderCall, role: string): Promise<void> {
  const { AttachedPolicies } = attachedArns.parse(await call.call('iam', 'ListAttachedRolePolicies', { RoleName: role }));
  for (const { PolicyArn } of AttachedPolicies) await call.call('iam', 'DetachRolePolicy', { RoleName: role, PolicyArn });
  const { PolicyNames } = inlineNames.parse(await call.call('iam', 'ListRolePolicies', { RoleName: role }));
  for (const PolicyName of PolicyNames) await call.call('iam', 'DeleteRolePolicy', { RoleName: role, PolicyName });
}

async function putPolicies(call: ProviderCall, role: string): Promise<void> {
  const { ManagedPolicyArns, Policies } = roleProperties.parse(call.properties);
  for (const PolicyArn of ManagedPolicyArns) await call.call('iam', 'AttachRolePolicy', { RoleName: role, PolicyArn });
  for (const { PolicyName, PolicyDocument } of Policies) {
    await call.call('iam', 'PutRolePolicy', { RoleName: role, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
  }
}

/** AWS::IAM::Role */
export const roleProvider: Provider = {
  attributes: ['Arn', 'RoleId'],
  replacedBy: ['RoleName', 'Path'],
  capability: { named: 'RoleName' },
  create: async (call) => {
    const role = physicalName(call, 'RoleName');
    const { AssumeRolePolicyDocument, ManagedPolicyArns: _arns, Policies: _policies, ...rest } = roleProperties.parse(call.properties);
    const answer = await call.call('iam', 'CreateRole', { RoleName: role, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument), ...rest });
    const { Role } = createdRole.parse(answer);
    call.made(role);
    await putPolicies(call, role);
    return { physicalId: role, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
  },
  update: async (call, role) => {
    const { AssumeRolePolicyDocument } = roleProperties.parse(call.properties);
    await call.call('iam', 'UpdateAssumeRolePolicy', { RoleName: role, PolicyDocument: JSON.stringify(AssumeRolePolicyDocument) });
    await clearPolicies(call, role);
    await putPolicies(call, role);
    const { Role } = createdRole.parse(await call.call('iam', 'GetRole', { RoleName: role }));
    return { physicalId: role, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
  },
  remove: async (call, role) => {
    await clearPolicies(call, role);
    await call.call('iam', 'DeleteRole', { RoleName: role });
  },
};

async function recreateManagedPolicy(call: ProviderCall): Promise<Created> {
  const name = physicalName(call, 'ManagedPolicyName', 128);
  const answer = await call.call('iam', 'CreatePolicy', {
    PolicyName: name,
    PolicyDocument: JSON.stringify(call.properties['PolicyDocument']),
    Description: textProperty(call, 'Description'),
  });
  const { Policy } = z.object({ Policy: z.object({ Arn: z.string() }) }).parse(answer);
  return { physicalId: Policy.Arn, attributes: { PolicyArn: Policy.Arn } };
}

/** AWS::IAM::ManagedPolicy. Any change makes a new one, since this endpoint keeps no policy versions. */
export const managedPolicyProvider: Provider = {
  attributes: ['PolicyArn'],
  replacedBy: ['ManagedPolicyName', 'PolicyDocument', 'Description'],
  capability: { named: 'ManagedPolicyName' },
  create: recreateManagedPolicy,
  update: async (_call, arn) => ({ physicalId: arn, attributes: { PolicyArn: arn } }),
  remove: async (call, arn) => {
    await call.call('iam', 'DeletePolicy', { PolicyArn: arn });
  },
};

const roleNames = z.object({ Roles: z.array(z.string()).min(1) });

/** AWS::IAM::InstanceProfile */
export const instanceProfileProvider: Provider = {
  attributes: ['Arn'],
  replacedBy: ['InstanceProfileName', 'Roles'],
  capability: { named: 'InstanceProfileName' },
  create: async (call) => {
    const InstanceProfileName = physicalName(call, 'InstanceProfileName', 128);
    const answer = await call.call('iam', 'CreateInstanceProfile', { InstanceProfileName });
    call.made(InstanceProfileName);
    for (const RoleName of roleNames.parse(call.properties).Roles) {
      await call.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
    }
    const { InstanceProfile } = z.object({ InstanceProfile: z.object({ Arn: z.string() }) }).parse(answer);
    return { physicalId: InstanceProfileName, attributes: { Arn: InstanceProfile.Arn } };
  },
  update: async (call, name) => ({ physicalId: name, attributes: { Arn: `arn:aws:iam::${call.account}:instance-profile/${name}` } }),
  remove: async (call, InstanceProfileName) => {
    for (const RoleName of roleNames.parse(call.properties).Roles) {
      await call.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
    }
    await call.call('iam', 'DeleteInstanceProfile', { InstanceProfileName });
  },
};
