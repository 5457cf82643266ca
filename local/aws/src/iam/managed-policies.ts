import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { tags } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { managedPolicyText } from '../identity/policies-of.ts';
import { upperId } from '../ids.ts';
import type { ManagedPolicyRecord, PolicyVersion } from '../state/model.ts';
import { encodePolicy, iamArn, iamName, iamPath, noSuchEntity, requirePolicy } from './find.ts';

const byArn = z.object({ PolicyArn: z.string().startsWith('arn:') });
const target = (input: { readonly PolicyArn: string }) => ({ arn: input.PolicyArn });

function policyOf(context: CallContext, arn: string): ManagedPolicyRecord {
  const policy = context.account.iam.policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function attachments(context: CallContext, arn: string): number {
  const holders = [...context.account.iam.roles.values(), ...context.account.iam.users.values()];
  return holders.filter((holder) => holder.attached.has(arn)).length;
}

function describePolicy(context: CallContext, policy: ManagedPolicyRecord) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: '/',
    DefaultVersionId: versionsOf(policy).find(({ isDefault }) => isDefault)?.id,
    AttachmentCount: attachments(context, policy.arn),
    IsAttachable: true,
    Description: policy.description || undefined,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
  };
}

/** Oldest first; a policy that never changed has one. */
function versionsOf(policy: ManagedPolicyRecord): readonly PolicyVersion[] {
  return policy.versions ?? [{ id: 'v1', document: policy.document, createdAt: policy.createdAt, isDefault: true }];
}

function versionOf(policy: ManagedPolicyRecord, id: string): PolicyVersion {
  const version = versionsOf(policy).find((one) => one.id === id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function describeVersion({ id, createdAt, isDefault }: PolicyVersion) {
  return { VersionId: id, IsDefaultVersion: isDefault, CreateDate: new Date(createdAt) };
}

const createPolicy = operation({
  name: 'CreatePolicy',
  access: 'write',
  input: z.object({ PolicyName: iamName, Path: iamPath, PolicyDocument: z.string(), Description: z.string().default(''), Tags: tags }),
  target: (input, context) => ({ arn: iamArn(context, `policy${input.Path}${input.PolicyName}`) }),
  run: (input, context) => {
    requirePolicy(input.PolicyDocument);
    const arn = iamArn(context, `policy${input.Path}${input.PolicyName}`);
    if (context.account.iam.policies.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`, 409);
    }
    const policy: ManagedPolicyRecord = {
      name: input.PolicyName,
      arn,
      id: upperId('ANPA', 17),
      createdAt: context.now.toISOString(),
      description: input.Description,
      document: input.PolicyDocument,
    };
    context.account.iam.policies.set(arn, policy);
    return { Policy: describePolicy(context, policy) };
  },
});

const getPolicy = operation({
  name: 'GetPolicy',
  access: 'read',
  input: byArn,
  target,
  run: (input, context) => ({ Policy: describePolicy(context, policyOf(context, input.PolicyArn)) }),
});

const ofVersion = byArn.extend({ VersionId: z.string().regex(/^v[1-9]\d*$/) });

const getPolicyVersion = operation({
  name: 'GetPolicyVersion',
  access: 'read',
  input: ofVersion,
  target,
  run: (input, context) => {
    const own = context.account.iam.policies.get(input.PolicyArn);
    if (own) {
      const version = versionOf(own, input.VersionId);
      return { PolicyVersion: { ...describeVersion(version), Document: encodePolicy(version.document) } };
    }
    const text = managedPolicyText(context.account, input.PolicyArn);
    if (text === undefined) throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
    return { PolicyVersion: { Document: encodePolicy(text), VersionId: 'v1', IsDefaultVersion: true } };
  },
});

const listPolicyVersions = operation({
  name: 'ListPolicyVersions',
  access: 'read',
  input: byArn,
  target,
  run: (input, context) => ({ Versions: versionsOf(policyOf(context, input.PolicyArn)).map(describeVersion), IsTruncated: false }),
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const MOST_VERSIONS = 5;

const createPolicyVersion = operation({
  name: 'CreatePolicyVersion',
  access: 'write',
  input: byArn.extend({ PolicyDocument: z.string(), SetAsDefault: z.preprocess((value) => value === true || value === 'true', z.boolean()) }),
  target,
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    requirePolicy(input.PolicyDocument);
    const versions = versionsOf(policy);
    if (versions.length >= MOST_VERSIONS) {
      throw new AwsError('LimitExceeded', 'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.', 409);
    }
    const newest = Math.max(...versions.map(({ id }) => Number(id.slice(1))));
    const made = { id: `v${newest + 1}`, document: input.PolicyDocument, createdAt: context.now.toISOString(), isDefault: input.SetAsDefault };
    policy.versions = [...versions.map((one) => ({ ...one, isDefault: one.isDefault && !made.isDefault })), made];
    if (made.isDefault) policy.document = made.document;
    return { PolicyVersion: describeVersion(made) };
  },
});

const deletePolicyVersion = operation({
  name: 'DeletePolicyVersion',
  access: 'write',
  input: ofVersion,
  target,
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    if (versionOf(policy, input.VersionId).isDefault) throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.', 409);
    policy.versions = versionsOf(policy).filter(({ id }) => id !== input.VersionId);
    return {};
  },
});

const listPolicies = operation({
  name: 'ListPolicies',
  access: 'read',
  input: z.object({ Scope: z.enum(['All', 'AWS', 'Local']).default('All') }),
  run: (_input, context) => ({
    Policies: [...context.account.iam.policies.values()].map((policy) => describePolicy(context, policy)),
    IsTruncated: false,
  }),
});

const deletePolicy = operation({
  name: 'DeletePolicy',
  access: 'write',
  input: byArn,
  target,
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    if (attachments(context, policy.arn) > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
    }
    if (versionsOf(policy).length > 1) throw new AwsError('DeleteConflict', 'This policy has more than one version. Before you delete a policy, you must delete the policy\'s versions.', 409);
    context.account.iam.policies.delete(policy.arn);
    return {};
  },
});

/** Managed policies of the account. */
export const managedPolicyOperations: readonly Operation[] = [createPolicy, getPolicy, getPolicyVersion, listPolicyVersions, createPolicyVersion, deletePolicyVersion, listPolicies, deletePolicy];
