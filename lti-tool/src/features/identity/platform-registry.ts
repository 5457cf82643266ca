import { z } from 'zod';
import type { Ids } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import { platformIdSchema, type InstitutionId, type PlatformId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { identityErrors } from './identity-errors.ts';
import { newPlatformSchema } from './new-platform.ts';
import { clientIsShared, deletePlatform, findInstitution, insertInstitution, nameOfInstitution, platformIsInUse, selectPlatforms, upsertDeployment, upsertPlatform, type ListedPlatform, type PlatformRecord } from './platform-store.ts';

export type { ListedPlatform } from './platform-store.ts';

const fail = errorsOf(identityErrors);
interface Deps {
  readonly sql: Sql;
  readonly ids: Ids;
}

/**
 * Registers a platform, or brings a registration up to date: doing it twice is doing it once. Deployments are added to
 * those that are there.
 * @throws PLATFORM_INPUT naming every field that does not fit, INSTITUTION_SIMILAR, PLATFORM_DEPLOYMENT_TAKEN
 */
export async function addPlatform({ sql, ids }: Deps, input: z.input<typeof newPlatformSchema>): Promise<PlatformId> {
  const parsed = newPlatformSchema.safeParse(input);
  if (!parsed.success) throw fail('PLATFORM_INPUT', { detail: z.prettifyError(parsed.error) });
  const { institution, institutionSlug, ...platform } = parsed.data;
  return sql.transaction(async (tx) => {
    const institutionId = await institutionNamed({ sql: tx, ids }, { name: institution, slug: institutionSlug });
    return writePlatform({ sql: tx, ids }, { ...platform, institutionId, takesDeployments: false });
  });
}

/**
 * The institution of this name or slug; made when there is none. One whose name differs in signs alone is not it: two institutions taken for one
 * would see each other.
 * @param institution.slug made from the name where it is not given
 * @throws INSTITUTION_SIMILAR when the slug that is made is another's
 */
export async function institutionNamed({ sql, ids }: Deps, { name, slug }: { readonly name: string; readonly slug?: string | undefined }): Promise<InstitutionId> {
  const asked = { slug: slug ?? name, name };
  const wanted = slug ?? slugOf(name);
  // whoever was a moment faster with the same name is found the second time
  const found = (await findInstitution(sql, asked)) ?? (await insertInstitution(sql, { id: ids.next(), slug: wanted, name })) ?? (await findInstitution(sql, asked));
  if (found === undefined) throw fail('INSTITUTION_SIMILAR', { detail: `“${await nameOfInstitution(sql, wanted)}” has the slug ${wanted}` });
  return found;
}

/** What the LMS itself answered when it registered the tool. */
export type RegisteredPlatform = Omit<PlatformRecord, 'id'> & { readonly deploymentIds: readonly string[] };

/**
 * Keeps a platform that an institution's invite led here, in the caller's transaction.
 * @throws PLATFORM_CLIENT_TAKEN when deployments cannot be told apart from another institution's, PLATFORM_DEPLOYMENT_TAKEN
 */
export async function keepRegisteredPlatform(deps: Deps, platform: RegisteredPlatform): Promise<PlatformId> {
  if (platform.takesDeployments && (await clientIsShared(deps.sql, platform))) throw fail('PLATFORM_CLIENT_TAKEN', { detail: `${platform.issuer} with client id ${platform.clientId}` });
  return writePlatform(deps, platform);
}

async function writePlatform({ sql, ids }: Deps, platform: RegisteredPlatform): Promise<PlatformId> {
  const { institutionId, issuer, clientId } = platform;
  const platformId = await upsertPlatform(sql, { ...platform, id: ids.next() });
  for (const deploymentId of platform.deploymentIds) {
    const added = await upsertDeployment(sql, { platformId, institutionId, deploymentId, issuer, clientId });
    if (!added) throw fail('PLATFORM_DEPLOYMENT_TAKEN', { detail: deploymentId });
  }
  return platformId;
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
