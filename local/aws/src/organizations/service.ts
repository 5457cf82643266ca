import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import { ALLOW_ALL_TEXT } from '../identity/policy-document.ts';
import { hexId } from '../ids.ts';
import type { OrganizationState } from '../state/model.ts';
import * as accounts from './accounts.ts';
import * as policies from './policies.ts';
import { organizationArn, organizationOf } from './structure.ts';
import * as units from './units.ts';

function describe(context: CallContext, organization: OrganizationState) {
  const management = context.cloud.state.managementAccount;
  return {
    Organization: {
      Id: organization.id,
      Arn: organizationArn(context, `organization/${organization.id}`),
      FeatureSet: 'ALL',
      MasterAccountArn: organization.accounts.get(management)?.arn,
      MasterAccountId: management,
      MasterAccountEmail: organization.accounts.get(management)?.email,
      AvailablePolicyTypes: [...organization.policyTypes].map((type) => ({ Type: type, Status: 'ENABLED' })),
    },
  };
}

function newOrganization(context: CallContext): OrganizationState {
  const management = context.account.id;
  const [id, rootId] = [hexId('o-', 10), hexId('r-', 4)];
  const joinedAt = context.now.toISOString();
  return {
    id,
    rootId,
    createdAt: joinedAt,
    policyTypes: new Set(),
    accounts: new Map([[management, {
      id: management,
      arn: organizationArn(context, `account/${id}/${management}`),
      name: 'Management',
      email: 'management@local.invalid',
      joinedAt,
      method: 'INVITED',
      parentId: rootId,
    }]]),
    units: new Map(),
    policies: new Map([['p-FullAWSAccess', {
      id: 'p-FullAWSAccess',
      arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      name: 'FullAWSAccess',
      description: 'Allows access to every operation',
      type: 'SERVICE_CONTROL_POLICY',
      awsManaged: true,
      content: ALLOW_ALL_TEXT,
      targets: new Set([rootId, management]),
    }]]),
    requests: new Map(),
    tags: new Map(),
  };
}

const createOrganization = operation({
  name: 'CreateOrganization',
  access: 'write',
  input: z.object({ FeatureSet: z.literal('ALL').default('ALL') }),
  run: (_input, context) => {
    const { state } = context.cloud;
    if (state.organization) throw new AwsError('AlreadyInOrganizationException', 'The AWS account is already a member of an organization.');
    if (context.account.id !== state.managementAccount) {
      throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
    }
    state.organization = newOrganization(context);
    return describe(context, state.organization);
  },
});

const describeOrganization = operation({
  name: 'DescribeOrganization',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => describe(context, organizationOf(context)),
});

/** AWS Organizations: one organization with the management account at its head. */
export const organizations = service({
  id: 'organizations',
  protocol: 'json1.1',
  global: true,
  errors: { invalid: 'InvalidInputException', throttled: 'TooManyRequestsException' },
  operations: [
    createOrganization, describeOrganization,
    accounts.createAccount, accounts.describeCreateAccountStatus, accounts.listCreateAccountStatus, accounts.describeAccountOperation,
    accounts.listAccounts, accounts.listAccountsForParent, accounts.moveAccount,
    units.createOrganizationalUnit, units.describeOrganizationalUnit, units.listOrganizationalUnitsForParent,
    units.listRoots, units.listParents, units.tagResource, units.listTagsForResource,
    policies.enablePolicyType, policies.createPolicy, policies.updatePolicy, policies.describePolicy, policies.deletePolicy,
    policies.attachPolicy, policies.detachPolicy, policies.listPolicies, policies.listPoliciesForTarget, policies.listTargetsForPolicy,
  ],
});
