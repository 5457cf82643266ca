import type { AwsAccountId } from '@cloudclass/plugin-contract';
import type { Guardrails } from '../../features/labs/ports.ts';
import { POOL_ROLES, roleArn } from './roles.ts';

/** Managed policy that bounds every role in a lab account that a learner has a hand in. */
export const BOUNDARY = 'cloudclass-boundary';

export function boundaryArn(accountId: AwsAccountId): string {
  return `arn:aws:iam::${accountId}:policy/${BOUNDARY}`;
}

/** Services whose calls are not bound to a Region the learner chose, or where a wrong Region is a lesson rather than a cost. */
const REGIONLESS = ['iam:*', 'sts:*', 's3:*', 'route53:*', 'cloudfront:*', 'support:*', 'health:*'];

/** Calls on roles that could widen what a learner may do. */
const WIDENING = ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary'];

/** What the account would keep after the lease, or lets somebody in without a role. Cleaning looks for roles, policies and instance profiles only. */
const LASTING = [
  'iam:CreateUser', 'iam:CreateGroup', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateSAMLProvider', 'iam:CreateOpenIDConnectProvider',
  'iam:CreateVirtualMFADevice', 'iam:CreateAccountAlias', 'iam:UpdateAccountPasswordPolicy', 'iam:UploadServerCertificate',
];

/**
 * What a learner may do: the pack's services in the pack's Regions. A role the learner makes must carry the boundary, or making a role
 * would be the way around it.
 */
export function guardrailPolicy({ services, regions }: Guardrails, accountId: AwsAccountId): object {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'PackServices', Effect: 'Allow', Action: services.map((service) => `${service}:*`), Resource: '*' },
      { Sid: 'Look', Effect: 'Allow', Action: ['sts:GetCallerIdentity', 'cloudtrail:LookupEvents', 'cloudformation:Describe*', 'cloudformation:List*', 'tag:Get*'], Resource: '*' },
      { Sid: 'PackRegions', Effect: 'Deny', NotAction: REGIONLESS, Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } } },
      { Sid: 'RolesWithinTheBoundary', Effect: 'Deny', Action: WIDENING, Resource: '*', Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn(accountId) } } },
    ],
  };
}

/**
 * What no role may do that a learner acts with or makes, whatever its own policies allow: reach the pool's roles and this boundary, stop
 * the trail, make what outlasts the lease, or touch the organization.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryPolicy(accountId: AwsAccountId): object {
  const own = POOL_ROLES.map((name) => roleArn(accountId, name));
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'NoMoreThanGranted', Effect: 'Allow', Action: '*', Resource: '*' },
      { Sid: 'PoolRoles', Effect: 'Deny', Action: ['iam:*', 'sts:AssumeRole'], Resource: [...own, boundaryArn(accountId)] },
      { Sid: 'BoundaryStays', Effect: 'Deny', Action: 'iam:DeleteRolePermissionsBoundary', Resource: '*' },
      { Sid: 'NothingThatLasts', Effect: 'Deny', Action: [...LASTING], Resource: '*' },
      { Sid: 'TrailStays', Effect: 'Deny', Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'events:DeleteRule', 'events:DisableRule', 'events:RemoveTargets'], Resource: '*' },
      { Sid: 'AccountStays', Effect: 'Deny', Action: ['organizations:*', 'account:*'], Resource: '*' },
    ],
  };
}

/**
 * Denies whatever was issued until a moment, the way the console's "Revoke active sessions" does.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function revocationPolicy(until: Date): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': until.toISOString() } } }],
  };
}
