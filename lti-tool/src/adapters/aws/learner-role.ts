import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import type { Guardrails } from '../../features/labs/ports.ts';
import { clientSettings, type AwsSettings } from './settings.ts';

export const LEARNER_ROLE = 'cloudclass-learner';
export const OPERATIONS_ROLE = 'OrganizationAccountAccessRole';
const GUARDRAILS = 'cloudclass-guardrails';
const REVOKED = 'cloudclass-revoked';

/** Services whose calls are not bound to a Region the learner chose, or where a wrong Region is a lesson rather than a cost. */
const REGIONLESS = ['iam:*', 'sts:*', 's3:*', 'route53:*', 'cloudfront:*', 'support:*', 'health:*'];

/**
 * What a learner may do: the pack's services in the pack's Regions, and nothing that reaches the pool's own role, the trail, or
 * lasts beyond the lease (users, access keys).
 */
export function guardrailPolicy({ services, regions }: Guardrails, accountId: string): object {
  const own = [`arn:aws:iam::${accountId}:role/${LEARNER_ROLE}`, `arn:aws:iam::${accountId}:role/${OPERATIONS_ROLE}`];
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'PackServices', Effect: 'Allow', Action: services.map((service) => `${service}:*`), Resource: '*' },
      { Sid: 'Look', Effect: 'Allow', Action: ['sts:GetCallerIdentity', 'cloudtrail:LookupEvents', 'cloudformation:Describe*', 'cloudformation:List*', 'tag:Get*'], Resource: '*' },
      { Sid: 'PackRegions', Effect: 'Deny', NotAction: REGIONLESS, Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': [...regions, 'us-east-1'] } } },
      { Sid: 'PoolRoles', Effect: 'Deny', Action: ['iam:*', 'sts:AssumeRole'], Resource: own },
      { Sid: 'NothingThatLasts', Effect: 'Deny', Action: ['iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateSAMLProvider', 'iam:CreateOpenIDConnectProvider'], Resource: '*' },
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

async function withIam<T>(settings: AwsSettings, access: AccountAccess, work: (client: IAMClient) => Promise<T>): Promise<T> {
  const client = new IAMClient(clientSettings({ ...settings, region: 'us-east-1' }, access.credentials));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Makes the learner role, or gives the one that is there the guardrails of the next pack. */
export function openLearnerRole(settings: AwsSettings, access: AccountAccess, guardrails: Guardrails): Promise<void> {
  const { accountId } = access;
  return withIam(settings, access, async (client) => {
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:role/${OPERATIONS_ROLE}` }, Action: 'sts:AssumeRole' }] };
    await client.send(new CreateRoleCommand({ RoleName: LEARNER_ROLE, AssumeRolePolicyDocument: JSON.stringify(trust), Description: 'What a learner acts with during a lease' }))
      .catch((error: unknown) => { if (!isNamed(error, 'EntityAlreadyExistsException')) throw error; });
    await client.send(new PutRolePolicyCommand({ RoleName: LEARNER_ROLE, PolicyName: GUARDRAILS, PolicyDocument: JSON.stringify(guardrailPolicy(guardrails, accountId)) }));
  });
}

/** Takes the rights of the learner role away and denies every session that is out. */
export function revokeLearnerRole(settings: AwsSettings, access: AccountAccess, now: Date): Promise<void> {
  return withIam(settings, access, async (client) => {
    try {
      await client.send(new PutRolePolicyCommand({ RoleName: LEARNER_ROLE, PolicyName: REVOKED, PolicyDocument: JSON.stringify(revocationPolicy(now)) }));
      await client.send(new DeleteRolePolicyCommand({ RoleName: LEARNER_ROLE, PolicyName: GUARDRAILS }));
    } catch (error) {
      // without a role there are no sessions; without guardrails the role may do nothing
      if (!isNamed(error, 'NoSuchEntityException')) throw error;
    }
  });
}
