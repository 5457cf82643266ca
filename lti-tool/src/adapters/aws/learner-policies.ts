import type { AwsAccountId } from '@cloudclass/plugin-contract';
import type { Guardrails } from '../../features/labs/ports.ts';
import { BELONGING, BOUGHT, LASTING } from './forbidden-acts.ts';
import { POOL_ROLES, roleArn } from './roles.ts';
import { actsOf, denialsOf } from './all-limits.ts';

/** Managed policy that bounds every role in a lab account that a learner has a hand in. */
export const BOUNDARY = 'cloudclass-boundary';

export function boundaryArn(accountId: AwsAccountId): string {
  return `arn:aws:iam::${accountId}:policy/${BOUNDARY}`;
}

/** Services whose calls are not bound to a Region the learner chose, or where a wrong Region is a lesson rather than a cost. */
const REGIONLESS = ['iam:*', 'sts:*', 's3:*', 'route53:*', 'cloudfront:*', 'support:*', 'health:*'];

/** What everybody may look at in a lab. */
const LOOKING = ['sts:GetCallerIdentity', 'cloudtrail:LookupEvents', 'cloudformation:Describe*', 'cloudformation:List*', 'tag:Get*'];

/** Names of the stacks that are the lab's own and its baseline's. */
const STACKS = ['cloudclass-*', 'StackSet-*'];

/** Calls on roles that could widen what a learner may do. */
const WIDENING = ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary'];

/** What a lab is for: the pack's services, within their limits, in the pack's Regions. A pack that is not known yet allows nothing. */
function withinThePack({ services, regions }: Guardrails): readonly object[] {
  return [
    { Sid: 'PackServices', Effect: 'Allow', Action: [...services.flatMap(actsOf), ...LOOKING], Resource: '*' },
    ...(regions.length === 0 ? [] : [{ Sid: 'PackRegions', Effect: 'Deny', NotAction: REGIONLESS, Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } } }]),
  ];
}

/** What a learner may do. A role the learner makes must carry the boundary, or making a role would be the way around it. */
export function guardrailPolicy(guardrails: Guardrails, accountId: AwsAccountId): object {
  return {
    Version: '2012-10-17',
    Statement: [
      ...withinThePack(guardrails),
      { Sid: 'RolesWithinTheBoundary', Effect: 'Deny', Action: WIDENING, Resource: '*', Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn(accountId) } } },
    ],
  };
}

/**
 * What no role may do that a learner acts with or makes, whatever its own policies allow: leave the pack, reach the pool's roles, this boundary and
 * the lab's own stack, act in another account, buy, make what outlasts the lease, or exceed the limits of a service. A role that a learner makes may do no more than the learner.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryPolicy(accountId: AwsAccountId, guardrails: Guardrails): object {
  const own = POOL_ROLES.flatMap((name) => [roleArn(accountId, name), roleArn(accountId, `*/${name}`)]);
  return {
    Version: '2012-10-17',
    Statement: [
      ...withinThePack({ ...guardrails, services: [...guardrails.services, 'sts'] }),
      { Sid: 'PoolRoles', Effect: 'Deny', Action: ['iam:*', 'sts:AssumeRole'], Resource: [...own, boundaryArn(accountId)] },
      { Sid: 'OwnAccount', Effect: 'Deny', Action: 'sts:AssumeRole', NotResource: roleArn(accountId, '*') },
      { Sid: 'BoundaryStays', Effect: 'Deny', Action: 'iam:DeleteRolePermissionsBoundary', Resource: '*' },
      { Sid: 'StackStays', Effect: 'Deny', NotAction: ['cloudformation:Describe*', 'cloudformation:List*', 'cloudformation:Get*'], Resource: STACKS.map((stack) => `arn:aws:cloudformation:*:${accountId}:stack/${stack}`) },
      ...guardrails.services.flatMap(denialsOf).map((denial) => ({ Effect: 'Deny', ...denial })),
      { Sid: 'Never', Effect: 'Deny', Action: [...BOUGHT, ...LASTING, ...BELONGING], Resource: '*' },
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
