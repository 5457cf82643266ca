import { CreatePolicyCommand, CreatePolicyVersionCommand, CreateRoleCommand, DeleteRolePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, PutRolePermissionsBoundaryCommand, PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { AccountAccess, AwsAccountId } from '@cloudclass/plugin-contract';
import type { Guardrails } from '../../features/labs/ports.ts';
import { withIam } from './iam.ts';
import { boundaryArn, BOUNDARY, boundaryPolicy, guardrailPolicy, revocationPolicy } from './learner-policies.ts';
import { isNamed } from './named.ts';
import { removeOldVersions } from './policy-versions.ts';
import { LEARNER_ROLE, OPERATIONS_ROLE, roleArn } from './roles.ts';
import type { AwsSettings } from './settings.ts';

const GUARDRAILS = 'cloudclass-guardrails';
const REVOKED = 'cloudclass-revoked';

/**
 * Makes the learner role, or gives the one that is there the guardrails of the next pack. Whatever was issued before this moment is
 * denied first: credentials that the previous learner got while the lab was ending must not come to life again.
 */
export function openLearnerRole(settings: AwsSettings, access: AccountAccess, { guardrails, now }: { readonly guardrails: Guardrails; readonly now: Date }): Promise<void> {
  return withIam(settings, access, async (client) => {
    await ensureRole(client, access.accountId, guardrails);
    await putPolicy(client, REVOKED, revocationPolicy(startOfSecond(now)));
    await putPolicy(client, GUARDRAILS, guardrailPolicy(guardrails, access.accountId));
  });
}

/** Makes the learner role without any rights, long before anybody acts with it: IAM takes a while until all of AWS knows a new role. */
export function prepareLearnerRole(settings: AwsSettings, access: AccountAccess): Promise<void> {
  return withIam(settings, access, (client) => ensureRole(client, access.accountId, NOTHING));
}

const NOTHING: Guardrails = { services: [], regions: [] };

async function ensureRole(client: IAMClient, accountId: AwsAccountId, guardrails: Guardrails): Promise<void> {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: roleArn(accountId, OPERATIONS_ROLE) }, Action: 'sts:AssumeRole' }] };
  await ensureBoundary(client, accountId, JSON.stringify(boundaryPolicy(accountId, guardrails)));
  await ensure(client.send(new CreateRoleCommand({ RoleName: LEARNER_ROLE, AssumeRolePolicyDocument: JSON.stringify(trust), Description: 'What a learner acts with during a lease' })));
  await client.send(new PutRolePermissionsBoundaryCommand({ RoleName: LEARNER_ROLE, PermissionsBoundary: boundaryArn(accountId) }));
}

/** The boundary follows the pack, and this version of the rules. IAM keeps five versions of a policy, so those that are not in force go first. */
async function ensureBoundary(client: IAMClient, accountId: AwsAccountId, document: string): Promise<void> {
  const PolicyArn = boundaryArn(accountId);
  const inForce = await documentInForce(client, PolicyArn);
  if (inForce === document) return;
  if (inForce === undefined) {
    await client.send(new CreatePolicyCommand({ PolicyName: BOUNDARY, Description: 'What no role of a learner may exceed', PolicyDocument: document }));
    return;
  }
  await removeOldVersions(client, PolicyArn);
  await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document, SetAsDefault: true }));
}

/** @returns undefined when there is no such policy */
async function documentInForce(client: IAMClient, PolicyArn: string): Promise<string | undefined> {
  try {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }));
    return decodeURIComponent(PolicyVersion?.Document ?? '');
  } catch (error) {
    if (isNamed(error, 'NoSuchEntityException')) return undefined;
    throw error;
  }
}

/** Takes the rights of the learner role away and denies every session that is out. */
export function revokeLearnerRole(settings: AwsSettings, access: AccountAccess, now: Date): Promise<void> {
  return withIam(settings, access, async (client) => {
    try {
      await putPolicy(client, REVOKED, revocationPolicy(now));
      await client.send(new DeleteRolePolicyCommand({ RoleName: LEARNER_ROLE, PolicyName: GUARDRAILS }));
    } catch (error) {
      // without a role there are no sessions; without guardrails the role may do nothing
      if (!isNamed(error, 'NoSuchEntityException')) throw error;
    }
  });
}

/** Token issue times are whole seconds: what is issued in the second of the opening is the new learner's. */
function startOfSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

async function putPolicy(client: IAMClient, name: string, document: object): Promise<void> {
  await client.send(new PutRolePolicyCommand({ RoleName: LEARNER_ROLE, PolicyName: name, PolicyDocument: JSON.stringify(document) }));
}

/** What exists already was made for an earlier learner. */
async function ensure(creating: Promise<unknown>): Promise<void> {
  await creating.catch((error: unknown) => {
    if (!isNamed(error, 'EntityAlreadyExistsException')) throw error;
  });
}
