import { z } from 'zod';
import type { Ids } from '../../clock.ts';
import { errorsOf } from '../../errors.ts';
import { platformIdSchema, type PlatformId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { identityErrors } from './identity-errors.ts';
import { newPlatformSchema } from './new-platform.ts';
import { deletePlatform, platformIsInUse, selectPlatforms, upsertDeployment, upsertInstitution, upsertPlatform, type ListedPlatform } from './platform-store.ts';

export type { ListedPlatform } from './platform-store.ts';

const fail = errorsOf(identityErrors);
interface Deps {
  readonly sql: Sql;
  readonly ids: Ids;
}

/**
 * Registers a platform, or brings a registration up to date: doing it twice is doing it once. Deployments are added to
 * those that are there.
 * @throws PLATFORM_INPUT naming every field that does not fit, PLATFORM_DEPLOYMENT_TAKEN
 */
export async function addPlatform({ sql, ids }: Deps, input: z.input<typeof newPlatformSchema>): Promise<PlatformId> {
  const parsed = newPlatformSchema.safeParse(input);
  if (!parsed.success) throw fail('PLATFORM_INPUT', { detail: z.prettifyError(parsed.error) });
  const platform = parsed.data;
  return sql.transaction(async (tx) => {
    const institutionId = await upsertInstitution(tx, { id: ids.next(), slug: platform.institutionSlug ?? slugOf(platform.institution), name: platform.institution });
    const platformId = await upsertPlatform(tx, { ...platform, id: ids.next(), institutionId });
    for (const deploymentId of platform.deploymentIds) {
      const added = await upsertDeployment(tx, { platformId, institutionId, deploymentId, issuer: platform.issuer, clientId: platform.clientId });
      if (!added) throw fail('PLATFORM_DEPLOYMENT_TAKEN', { detail: deploymentId });
    }
    return platformId;
  });
}

/** Every registration, by institution. */
export function listPlatforms({ sql }: Pick<Deps, 'sql'>): Promise<ListedPlatform[]> {
  return selectPlatforms(sql);
}

/**
 * Removes a registration nobody has been launched from.
 * @throws PLATFORM_MISSING, PLATFORM_IN_USE
 */
export async function removePlatform({ sql }: Pick<Deps, 'sql'>, id: string): Promise<void> {
  const parsed = platformIdSchema.safeParse(id);
  if (!parsed.success) throw fail('PLATFORM_MISSING', { detail: `${id} is not an id` });
  await sql.transaction(async (tx) => {
    if (await platformIsInUse(tx, parsed.data)) throw fail('PLATFORM_IN_USE', { detail: id });
    if (!(await deletePlatform(tx, parsed.data))) throw fail('PLATFORM_MISSING', { detail: id });
  });
}

/** A name in lower case, its words joined by hyphens; letters of any script stay. */
export const slugOf = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');
