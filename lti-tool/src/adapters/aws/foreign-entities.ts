import {
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfiles,
  paginateListPolicies,
  paginateListRolePolicies,
  paginateListRoles,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import { boundaryArn } from './learner-policies.ts';
import { isNamed } from './named.ts';
import { isPoolRole } from './roles.ts';
import { withIam } from './iam.ts';
import { removeOldVersions } from './policy-versions.ts';
import type { AwsSettings } from './settings.ts';

interface Entity {
  readonly arn: string;
  /** Takes it away, with what keeps it from going. */
  readonly remove: () => Promise<unknown>;
}

/**
 * Instance profiles, roles and policies in an account that are neither the pool's, nor its baseline's, nor AWS's: a role that a learner left behind could let somebody in
 * during the next lease.
 * @returns ARNs
 */
export function foreignEntities(settings: AwsSettings, access: AccountAccess): Promise<string[]> {
  return withIam(settings, access, async (client) => (await find(client, access)).map(({ arn }) => arn));
}

/** Removes them; safe to repeat. What one refuses keeps no other. @throws AggregateError of every refusal, when all was tried */
export function removeForeignEntities(settings: AwsSettings, access: AccountAccess): Promise<void> {
  return withIam(settings, access, async (client) => {
    const failures: unknown[] = [];
    for (const { remove } of await find(client, access)) await remove().catch(unlessGone).catch((error: unknown) => void failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'AWS refused to remove some of IAM');
  });
}

/** In the order they can go: an instance profile holds a role, and a role holds policies. */
async function find(client: IAMClient, { accountId }: AccountAccess): Promise<Entity[]> {
  const found: Entity[] = [];
  for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
    // neither the pool nor a baseline needs one
    found.push(...InstanceProfiles.map(({ Arn = '', InstanceProfileName = '', Roles = [] }) => ({ arn: Arn, remove: () => removeProfile(client, InstanceProfileName, Roles.flatMap(({ RoleName }) => RoleName ?? [])) })));
  }
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    const foreign = Roles.filter(({ Path = '', RoleName = '' }) => !isPoolRole({ name: RoleName, path: Path }));
    found.push(...foreign.map(({ Arn = '', RoleName = '' }) => ({ arn: Arn, remove: () => removeRole(client, RoleName) })));
  }
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
    found.push(...Policies.flatMap(({ Arn }) => (Arn === undefined || Arn === boundaryArn(accountId) ? [] : [{ arn: Arn, remove: () => removePolicy(client, Arn) }])));
  }
  return found;
}

/** The console makes one beside every role for EC2; IAM deletes it only when it holds no role. */
async function removeProfile(client: IAMClient, name: string, roles: readonly string[]): Promise<void> {
  for (const RoleName of roles) await client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: name, RoleName })).catch(unlessGone);
  await client.send(new DeleteInstanceProfileCommand({ InstanceProfileName: name }));
}

/** IAM deletes a role only when it holds no policy. */
async function removeRole(client: IAMClient, role: string): Promise<void> {
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName: role })) {
    for (const PolicyName of PolicyNames) await client.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName })).catch(unlessGone);
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName: role })) {
    for (const { PolicyArn } of AttachedPolicies) await client.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn })).catch(unlessGone);
  }
  await client.send(new DeleteRoleCommand({ RoleName: role }));
}

async function removePolicy(client: IAMClient, PolicyArn: string): Promise<void> {
  await removeOldVersions(client, PolicyArn);
  await client.send(new DeletePolicyCommand({ PolicyArn }));
}

function unlessGone(error: unknown): void {
  if (!isNamed(error, 'NoSuchEntityException')) throw error;
}
