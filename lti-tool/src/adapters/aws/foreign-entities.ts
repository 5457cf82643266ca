import {
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListPolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import { boundaryArn } from './learner-policies.ts';
import { isNamed } from './named.ts';
import { isPoolRole } from './roles.ts';
import { withIam } from './iam.ts';
import type { AwsSettings } from './settings.ts';

interface Entity {
  readonly arn: string;
  /** Name of a role; undefined for a policy. */
  readonly role: string | undefined;
}

/**
 * Roles and policies in an account that are neither the pool's, nor its baseline's, nor AWS's: a role that a learner left behind could let somebody in
 * during the next lease.
 * @returns ARNs
 */
export function foreignEntities(settings: AwsSettings, access: AccountAccess): Promise<string[]> {
  return withIam(settings, access, async (client) => (await find(client, access)).map(({ arn }) => arn));
}

/** Removes them; safe to repeat. */
export function removeForeignEntities(settings: AwsSettings, access: AccountAccess): Promise<void> {
  return withIam(settings, access, async (client) => {
    // roles first: a policy that is attached cannot be deleted
    for (const { arn, role } of await find(client, access)) await (role === undefined ? client.send(new DeletePolicyCommand({ PolicyArn: arn })) : removeRole(client, role)).catch(unlessGone);
  });
}

async function find(client: IAMClient, { accountId }: AccountAccess): Promise<Entity[]> {
  const found: Entity[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    const foreign = Roles.filter(({ Path = '', RoleName = '' }) => !isPoolRole({ name: RoleName, path: Path }));
    found.push(...foreign.map(({ Arn = '', RoleName }) => ({ arn: Arn, role: RoleName })));
  }
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
    found.push(...Policies.flatMap(({ Arn }) => (Arn === undefined || Arn === boundaryArn(accountId) ? [] : [{ arn: Arn, role: undefined }])));
  }
  return found;
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

function unlessGone(error: unknown): void {
  if (!isNamed(error, 'NoSuchEntityException')) throw error;
}
