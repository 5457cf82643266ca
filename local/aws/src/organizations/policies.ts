import { z } from 'zod';
import { page, tags } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { readPolicy } from '../identity/policy-document.ts';
import { hexId } from '../ids.ts';
import type { OrgPolicy } from '../state/model.ts';
import { managedOrganization, organizationArn, paging, policyOf, requireTarget } from './structure.ts';

const POLICY_TYPE = z.enum(['SERVICE_CONTROL_POLICY']);
/** Policies one target can carry. Organizations User Guide, "Quotas". */
const ATTACHMENT_LIMIT = 5;

function summary(policy: OrgPolicy) {
  return {
    Id: policy.id, Arn: policy.arn, Name: policy.name, Description: policy.description, Type: policy.type, AwsManaged: policy.awsManaged,
  };
}

function requireDocument(content: string): void {
  if (readPolicy(content)) return;
  throw new AwsError('MalformedPolicyDocumentException', "The provided policy document doesn't meet the requirements of the specified policy type.");
}

export const enablePolicyType = operation({
  name: 'EnablePolicyType',
  access: 'write',
  input: z.object({ RootId: z.string(), PolicyType: POLICY_TYPE }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    if (input.RootId !== organization.rootId) throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.");
    if (organization.policyTypes.has(input.PolicyType)) {
      throw new AwsError('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled.');
    }
    organization.policyTypes.add(input.PolicyType);
    return { Root: { Id: organization.rootId, Name: 'Root', PolicyTypes: [{ Type: input.PolicyType, Status: 'ENABLED' }] } };
  },
});

export const createPolicy = operation({
  name: 'CreatePolicy',
  access: 'write',
  input: z.object({
    Content: z.string(), Description: z.string().max(512), Name: z.string().min(1).max(128), Type: POLICY_TYPE, Tags: tags,
  }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireDocument(input.Content);
    if ([...organization.policies.values()].some((one) => one.name === input.Name)) {
      throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
    }
    const id = hexId('p-', 8);
    const arn = organizationArn(context, `policy/${organization.id}/service_control_policy/${id}`);
    const policy: OrgPolicy = {
      id, arn, name: input.Name, description: input.Description, type: input.Type, awsManaged: false, content: input.Content, targets: new Set(),
    };
    organization.policies.set(id, policy);
    return { Policy: { PolicySummary: summary(policy), Content: policy.content } };
  },
});

export const updatePolicy = operation({
  name: 'UpdatePolicy',
  access: 'write',
  input: z.object({
    PolicyId: z.string(), Content: z.string().optional(), Description: z.string().optional(), Name: z.string().optional(),
  }),
  run: (input, context) => {
    const policy = policyOf(managedOrganization(context), input.PolicyId);
    if (policy.awsManaged) throw new AwsError('PolicyChangesInProgressException', 'Policies managed by AWS cannot be changed.');
    if (input.Content !== undefined) requireDocument(input.Content);
    policy.content = input.Content ?? policy.content;
    policy.description = input.Description ?? policy.description;
    policy.name = input.Name ?? policy.name;
    return { Policy: { PolicySummary: summary(policy), Content: policy.content } };
  },
});

export const describePolicy = operation({
  name: 'DescribePolicy',
  access: 'read',
  input: z.object({ PolicyId: z.string() }),
  run: (input, context) => {
    const policy = policyOf(managedOrganization(context), input.PolicyId);
    return { Policy: { PolicySummary: summary(policy), Content: policy.content } };
  },
});

export const deletePolicy = operation({
  name: 'DeletePolicy',
  access: 'write',
  input: z.object({ PolicyId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    const policy = policyOf(organization, input.PolicyId);
    if (policy.targets.size > 0) throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
    organization.policies.delete(policy.id);
    return {};
  },
});

const attachment = z.object({ PolicyId: z.string(), TargetId: z.string() });

export const attachPolicy = operation({
  name: 'AttachPolicy',
  access: 'write',
  input: attachment,
  run: (input, context) => {
    const organization = managedOrganization(context);
    const policy = policyOf(organization, input.PolicyId);
    requireTarget(organization, input.TargetId);
    if (!organization.policyTypes.has(policy.type)) {
      throw new AwsError('PolicyTypeNotEnabledException', "The specified policy type isn't currently enabled in this root.");
    }
    if (policy.targets.has(input.TargetId)) {
      throw new AwsError('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the specified target.');
    }
    const attached = [...organization.policies.values()].filter((one) => one.targets.has(input.TargetId));
    if (attached.length >= ATTACHMENT_LIMIT) {
      throw new AwsError('ConstraintViolationException', 'You have reached the maximum number of policies attached to the target.');
    }
    policy.targets.add(input.TargetId);
    return {};
  },
});

export const detachPolicy = operation({
  name: 'DetachPolicy',
  access: 'write',
  input: attachment,
  run: (input, context) => {
    const organization = managedOrganization(context);
    const policy = policyOf(organization, input.PolicyId);
    requireTarget(organization, input.TargetId);
    if (!policy.targets.has(input.TargetId)) {
      throw new AwsError('PolicyNotAttachedException', "The policy isn't attached to the specified target in the specified root.");
    }
    const others = [...organization.policies.values()].filter((one) => one !== policy && one.targets.has(input.TargetId));
    if (others.length === 0) {
      throw new AwsError('ConstraintViolationException', 'You cannot remove the last policy attached to the specified target. You should have at least one.');
    }
    policy.targets.delete(input.TargetId);
    return {};
  },
});

export const listPolicies = operation({
  name: 'ListPolicies',
  access: 'read',
  input: z.object({ ...paging, Filter: POLICY_TYPE }),
  run: (input, context) => {
    const { items, next } = page([...managedOrganization(context).policies.values()], input.NextToken, input.MaxResults);
    return { Policies: items.map(summary), NextToken: next };
  },
});

export const listPoliciesForTarget = operation({
  name: 'ListPoliciesForTarget',
  access: 'read',
  input: z.object({ ...paging, TargetId: z.string(), Filter: POLICY_TYPE }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireTarget(organization, input.TargetId);
    const attached = [...organization.policies.values()].filter((one) => one.targets.has(input.TargetId));
    const { items, next } = page(attached, input.NextToken, input.MaxResults);
    return { Policies: items.map(summary), NextToken: next };
  },
});

export const listTargetsForPolicy = operation({
  name: 'ListTargetsForPolicy',
  access: 'read',
  input: z.object({ ...paging, PolicyId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    const { items, next } = page([...policyOf(organization, input.PolicyId).targets], input.NextToken, input.MaxResults);
    const typeOf = (id: string): string => {
      if (id === organization.rootId) return 'ROOT';
      return organization.units.has(id) ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT';
    };
    return { Targets: items.map((id) => ({ TargetId: id, Type: typeOf(id) })), NextToken: next };
  },
});
