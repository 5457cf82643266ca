import { AttachPolicyCommand, CreatePolicyCommand, DescribePolicyCommand, paginateListPolicies, UpdatePolicyCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { BELONGING, BOUGHT, LASTING } from './forbidden-acts.ts';
import { unless } from './named.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { POOL_ROLES, roleArn, UNFROZEN_ROLES } from './roles.ts';
import { ALL_LIMITS } from './all-limits.ts';

/** A service control policy of ours, told apart by its name. */
interface ServiceControlPolicy {
  readonly name: string;
  readonly description: string;
  readonly document: object;
}

/** Whoever is neither operations nor the baseline. */
const OTHERS = { ArnNotLike: { 'aws:PrincipalArn': UNFROZEN_ROLES.map((name) => roleArn('*', name)) } };

/**
 * Nobody acts in a frozen account but the operations role, which has to clean it, and the baseline, which hands the last records on: a
 * policy that shut operations out as well would seal the account for ever.
 */
export const freezePolicy: ServiceControlPolicy = {
  name: 'CloudclassFreeze',
  description: 'Only operations may act',
  document: { Version: '2012-10-17', Statement: [{ Sid: 'Frozen', Effect: 'Deny', Action: '*', Resource: '*', Condition: OTHERS }] },
};

/**
 * What nobody may in an account of the pool, whatever role it is: the boundary says the same to the roles a learner acts with or makes, this also to
 * those that a stack made without one.
 */
export const guardPolicy: ServiceControlPolicy = {
  name: 'CloudclassGuard',
  description: 'What no lab may do',
  document: {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Never', Effect: 'Deny', Action: [...BOUGHT, ...LASTING, ...BELONGING], Resource: '*', Condition: OTHERS },
      { Sid: 'PoolRoles', Effect: 'Deny', Action: 'iam:*', Resource: POOL_ROLES.flatMap((name) => [roleArn('*', name), roleArn('*', `*/${name}`)]), Condition: OTHERS },
    ],
  },
};

/** The limits of services, for everybody: also for a role that a stack made without the boundary, such as that of an instance. */
export const limitsPolicy: ServiceControlPolicy = {
  name: 'CloudclassLimits',
  description: 'What no lab may make, service by service',
  document: {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Never', Effect: 'Deny', Action: ALL_LIMITS.flatMap(({ never }) => never), Resource: '*', Condition: OTHERS },
      ...ALL_LIMITS.flatMap(({ denials }) => denials).map((denial) => ({ Effect: 'Deny', ...denial, Condition: { ...denial.Condition, ...OTHERS } })),
    ],
  },
};

/** Has a policy in force for a unit. One that is there is left as it says. */
export async function ensureAttached(client: OrganizationsClient, policy: ServiceControlPolicy, unit: string): Promise<void> {
  const PolicyId = await ensurePolicy(client, policy);
  await oneAtATime(() => client.send(new AttachPolicyCommand({ PolicyId, TargetId: unit }))).catch(unless('DuplicatePolicyAttachmentException'));
}

/** The same, and brings what it says up to this version of the rules. */
export async function ensureUpToDate(client: OrganizationsClient, policy: ServiceControlPolicy, unit: string): Promise<void> {
  const PolicyId = await ensurePolicy(client, policy);
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
  const Content = JSON.stringify(policy.document);
  if (Policy?.Content !== Content) await oneAtATime(() => client.send(new UpdatePolicyCommand({ PolicyId, Content })));
  await ensureAttached(client, policy, unit);
}

async function ensurePolicy(client: OrganizationsClient, { name, description, document }: ServiceControlPolicy): Promise<string> {
  const creation = new CreatePolicyCommand({ Name: name, Description: description, Type: 'SERVICE_CONTROL_POLICY', Content: JSON.stringify(document) });
  const created = await oneAtATime(() => client.send(creation)).catch(unless('DuplicatePolicyException'));
  if (created?.Policy?.PolicySummary?.Id !== undefined) return created.Policy.PolicySummary.Id;
  for await (const page of paginateListPolicies({ client }, { Filter: 'SERVICE_CONTROL_POLICY' })) {
    const policy = page.Policies?.find((known) => known.Name === name);
    if (policy?.Id !== undefined) return policy.Id;
  }
  throw new Error(`the policy ${name} is neither there nor can it be made`);
}
