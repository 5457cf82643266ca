import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { whole } from '../dispatch/fields.ts';
import { AwsError } from '../errors.ts';
import type { OrgAccount, OrganizationState, OrgPolicy, OrgUnit } from '../state/model.ts';

/** Paging members of every list of Organizations; a page holds at most 20. */
export const paging = { NextToken: z.string().optional(), MaxResults: whole.min(1).max(20).default(20) };

const NOT_IN_USE = 'Your account is not a member of an organization.';

/** The organization. Throws AWSOrganizationsNotInUseException before CreateOrganization. */
export function organizationOf(context: CallContext): OrganizationState {
  const organization = context.cloud.state.organization;
  if (!organization) throw new AwsError('AWSOrganizationsNotInUseException', NOT_IN_USE);
  return organization;
}

/** The organization, for acts only the management account may do. Throws AccessDeniedException for any other account. */
export function managedOrganization(context: CallContext): OrganizationState {
  const organization = organizationOf(context);
  if (context.account.id !== context.cloud.state.managementAccount) {
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
  }
  return organization;
}

/** An account of the organization. Throws AccountNotFoundException. */
export function accountOf(organization: OrganizationState, id: string): OrgAccount {
  const account = organization.accounts.get(id);
  if (!account) throw new AwsError('AccountNotFoundException', 'You specified an account that doesn\'t exist.');
  return account;
}

/** A unit of the organization. Throws OrganizationalUnitNotFoundException. */
export function unitOf(organization: OrganizationState, id: string): OrgUnit {
  const unit = organization.units.get(id);
  if (!unit) throw new AwsError('OrganizationalUnitNotFoundException', 'You specified an organizational unit that doesn\'t exist.');
  return unit;
}

/** A policy of the organization. Throws PolicyNotFoundException. */
export function policyOf(organization: OrganizationState, id: string): OrgPolicy {
  const policy = organization.policies.get(id);
  if (!policy) throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
  return policy;
}

/** Checks that an id names the root or a unit. Throws ParentNotFoundException, or the given code. */
export function requireParent(organization: OrganizationState, id: string, code = 'ParentNotFoundException'): void {
  if (id !== organization.rootId && !organization.units.has(id)) {
    throw new AwsError(code, "We can't find a root or OU with the ParentId that you specified.");
  }
}

/** Checks that an id names the root, a unit or an account. Throws TargetNotFoundException. */
export function requireTarget(organization: OrganizationState, id: string): void {
  if (id !== organization.rootId && !organization.units.has(id) && !organization.accounts.has(id)) {
    throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
  }
}

/** Arn of something inside the organization, such as `account/o-1/222222222222`. */
export function organizationArn(context: CallContext, suffix: string): string {
  return `arn:aws:organizations::${context.cloud.state.managementAccount}:${suffix}`;
}
