import {
  CreateOrganizationalUnitCommand,
  EnablePolicyTypeCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  paginateListOrganizationalUnitsForParent,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { AwsAccountId } from '@cloudclass/plugin-contract';
import { unless } from './named.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { ensureAttached, ensureUpToDate, freezePolicy, guardPolicy, limitsPolicy } from './service-control-policies.ts';
import { withOrganizations, type AwsSettings } from './settings.ts';

/** The organizational units an account of the pool moves between. */
export interface Units {
  /** Has what no lab may do in force for the pool, as this version knows it; once per process. */
  guard(): Promise<void>;
  moveTo(accountId: AwsAccountId, unit: keyof typeof unitNames): Promise<void>;
}

const unitNames = { pool: 'CloudclassPool', frozen: 'CloudclassFrozen' } as const;

/**
 * Finds the units, or makes them, once per process and only when they are needed. The frozen unit lies within the pool's: a baseline
 * that StackSets deploys to the pool stays where it is when an account moves between the two.
 */
export function createUnits(settings: AwsSettings): Units {
  const units = once(() => withOrganizations(settings, ensureUnits));
  const guard = once(async () => {
    const { pool } = await units();
    await withOrganizations(settings, async (client) => {
      for (const policy of [guardPolicy, limitsPolicy]) await ensureUpToDate(client, policy, pool);
    });
  });
  return {
    guard,
    async moveTo(accountId, unit) {
      const target = (await units())[unit];
      await withOrganizations(settings, (client) => move(client, accountId, target));
    },
  };
}

/** Does something once; what failed is done anew for the next who asks. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => { done = undefined; throw error; });
    return done;
  };
}

async function ensureUnits(client: OrganizationsClient): Promise<Record<keyof typeof unitNames, string>> {
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? '';
  const pool = await ensureUnit(client, root, unitNames.pool);
  const frozen = await ensureUnit(client, pool, unitNames.frozen);
  await client.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' })).catch(unless('PolicyTypeAlreadyEnabledException'));
  await ensureAttached(client, freezePolicy, frozen);
  return { pool, frozen };
}

async function ensureUnit(client: OrganizationsClient, parent: string, name: string): Promise<string> {
  const created = await oneAtATime(() => client.send(new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name }))).catch(unless('DuplicateOrganizationalUnitException'));
  if (created?.OrganizationalUnit?.Id !== undefined) return created.OrganizationalUnit.Id;
  for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId: parent })) {
    const unit = page.OrganizationalUnits?.find((known) => known.Name === name);
    if (unit?.Id !== undefined) return unit.Id;
  }
  throw new Error(`the organizational unit ${name} is neither there nor can it be made`);
}

/** Moving an account to where it is already is no error: an earlier try succeeded. */
async function move(client: OrganizationsClient, accountId: AwsAccountId, target: string): Promise<void> {
  const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId: accountId }));
  const source = Parents[0]?.Id;
  if (source === target) return;
  const move = new MoveAccountCommand({ AccountId: accountId, SourceParentId: source, DestinationParentId: target });
  await oneAtATime(() => client.send(move)).catch(unless('DuplicateAccountException'));
}
