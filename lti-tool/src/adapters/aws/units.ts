import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  paginateListOrganizationalUnitsForParent,
  paginateListPolicies,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { AwsAccountId } from '@cloudclass/plugin-contract';
import { isNamed } from './named.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { roleArn, UNFROZEN_ROLES } from './roles.ts';
import { withOrganizations, type AwsSettings } from './settings.ts';

/** The organizational units an account of the pool moves between. */
export interface Units {
  moveTo(accountId: AwsAccountId, unit: keyof typeof unitNames): Promise<void>;
}

const unitNames = { pool: 'CloudclassPool', frozen: 'CloudclassFrozen' } as const;
const FREEZE_POLICY = 'CloudclassFreeze';

/**
 * Nobody acts in a frozen account but the operations role, which has to clean it, and the baseline, which hands the last records on: a
 * policy that shut operations out as well would seal the account for ever.
 */
const freezePolicy = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Frozen', Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': UNFROZEN_ROLES.map((name) => roleArn('*', name)) } } }],
};

/**
 * Finds the units, or makes them, once per process and only when they are needed. The frozen unit lies within the pool's: a baseline
 * that StackSets deploys to the pool stays where it is when an account moves between the two.
 */
export function createUnits(settings: AwsSettings): Units {
  let found: Promise<Record<keyof typeof unitNames, string>> | undefined;
  const units = (): NonNullable<typeof found> => {
    found ??= withOrganizations(settings, ensureUnits).catch((error: unknown) => { found = undefined; throw error; });
    return found;
  };
  return {
    async moveTo(accountId, unit) {
      const target = (await units())[unit];
      await withOrganizations(settings, (client) => move(client, accountId, target));
    },
  };
}

async function ensureUnits(client: OrganizationsClient): Promise<Record<keyof typeof unitNames, string>> {
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? '';
  const pool = await ensureUnit(client, root, unitNames.pool);
  const frozen = await ensureUnit(client, pool, unitNames.frozen);
  await client.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' })).catch(unless('PolicyTypeAlreadyEnabledException'));
  await client.send(new AttachPolicyCommand({ PolicyId: await ensureFreezePolicy(client), TargetId: frozen })).catch(unless('DuplicatePolicyAttachmentException'));
  return { pool, frozen };
}

async function ensureUnit(client: OrganizationsClient, parent: string, name: string): Promise<string> {
  const created = await client.send(new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name })).catch(unless('DuplicateOrganizationalUnitException'));
  if (created?.OrganizationalUnit?.Id !== undefined) return created.OrganizationalUnit.Id;
  for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId: parent })) {
    const unit = page.OrganizationalUnits?.find((known) => known.Name === name);
    if (unit?.Id !== undefined) return unit.Id;
  }
  throw new Error(`the organizational unit ${name} is neither there nor can it be made`);
}

async function ensureFreezePolicy(client: OrganizationsClient): Promise<string> {
  const created = await client
    .send(new CreatePolicyCommand({ Name: FREEZE_POLICY, Description: 'Only operations may act', Type: 'SERVICE_CONTROL_POLICY', Content: JSON.stringify(freezePolicy) }))
    .catch(unless('DuplicatePolicyException'));
  if (created?.Policy?.PolicySummary?.Id !== undefined) return created.Policy.PolicySummary.Id;
  for await (const page of paginateListPolicies({ client }, { Filter: 'SERVICE_CONTROL_POLICY' })) {
    const policy = page.Policies?.find((known) => known.Name === FREEZE_POLICY);
    if (policy?.Id !== undefined) return policy.Id;
  }
  throw new Error(`the policy ${FREEZE_POLICY} is neither there nor can it be made`);
}

/** Moving an account to where it is already is no error: an earlier try succeeded. */
async function move(client: OrganizationsClient, accountId: AwsAccountId, target: string): Promise<void> {
  const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId: accountId }));
  const source = Parents[0]?.Id;
  if (source === target) return;
  const move = new MoveAccountCommand({ AccountId: accountId, SourceParentId: source, DestinationParentId: target });
  await oneAtATime(() => client.send(move)).catch(unless('DuplicateAccountException'));
}

/** Lets one error of AWS pass as "was done before". */
function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (!isNamed(error, name)) throw error;
    return undefined;
  };
}
