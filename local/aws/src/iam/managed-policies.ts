import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { tags } from '../dispatch/fields.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { managedPolicyText } from '../identity/policies-of.ts';
import { upperId } from '../ids.ts';
import type { ManagedPolicyRecord } from '../state/model.ts';
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
    DefaultVersionId: 'v1',
    AttachmentCount: attachments(context, policy.arn),
    IsAttachable: true,
    Description: policy.description || undefined,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
  };
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

const getPolicyVersion = operation({
  name: 'GetPolicyVersion',
  access: 'read',
  input: byArn.extend({ VersionId: z.literal('v1') }),
  target,
  run: (input, context) => {
    const text = managedPolicyText(context.account, input.PolicyArn);
    if (text === undefined) throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
    return { PolicyVersion: { Document: encodePolicy(text), VersionId: 'v1', IsDefaultVersion: true } };
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
    context.account.iam.policies.delete(policy.arn);
    return {};
  },
});

/** Managed policies of the account. */
export const managedPolicyOperations: readonly Operation[] = [createPolicy, getPolicy, getPolicyVersion, listPolicies, deletePolicy];
