import { z } from 'zod';
import { institutionIdSchema, platformIdSchema, type InstitutionId, type PlatformId } from '../../domain/ids.ts';
import { maybeOne, one, type Sql } from '../../ports/sql.ts';
import type { NewPlatform } from './new-platform.ts';

const listedRow = z.object({
  id: platformIdSchema,
  institution_id: institutionIdSchema,
  institution: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  product: z.string().nullable(),
  deployments: z.array(z.string()),
  last_launch_at: z.date().nullable(),
});

/** A registration as operators see it. */
export interface ListedPlatform {
  readonly id: PlatformId;
  readonly institution: { readonly id: InstitutionId; readonly name: string };
  readonly issuer: string;
  readonly clientId: string;
  readonly product: string | null;
  readonly deployments: readonly string[];
  readonly lastLaunchAt: Date | null;
}

const idRow = z.object({ id: z.string() });

/** The institution with this slug, else with this name in whatever capitals. */
export async function findInstitution(tx: Sql, { slug, name }: { readonly slug: string; readonly name: string }): Promise<InstitutionId | undefined> {
  const row = await maybeOne(tx, 'select id from institution where slug = $1 or lower(name) = lower($2) order by slug = $1 desc, created_at limit 1', [slug, name]);
  return row === undefined ? undefined : institutionIdSchema.parse(idRow.parse(row).id);
}

/** @returns undefined when the slug is another's */
export async function insertInstitution(tx: Sql, institution: { readonly id: string; readonly slug: string; readonly name: string }): Promise<InstitutionId | undefined> {
  const row = await maybeOne(tx, 'insert into institution (id, slug, name) values ($1, $2, $3) on conflict (slug) do nothing returning id', [institution.id, institution.slug, institution.name]);
  return row === undefined ? undefined : institutionIdSchema.parse(idRow.parse(row).id);
}

/** The name of the institution with this slug. */
export async function nameOfInstitution(tx: Sql, slug: string): Promise<string> {
  return (await one<{ name: string }>(tx, 'select name from institution where slug = $1', [slug])).name;
}

/** A platform as it is written. */
export interface PlatformRecord extends Omit<NewPlatform, 'institution' | 'institutionSlug' | 'deploymentIds'> {
  readonly id: string;
  readonly institutionId: InstitutionId;
  /** Whether deployments that its launches name, and nobody has registered, are the institution's. */
  readonly takesDeployments: boolean;
}

/** Writes the registration, or brings the one with this issuer and client id up to date. */
export async function upsertPlatform(tx: Sql, platform: PlatformRecord): Promise<PlatformId> {
  const row = await one(
    tx,
    `insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, token_audience, jwks_url, product, id_token_algorithms, takes_deployments)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (institution_id, issuer, client_id) do update
       set authorization_url = excluded.authorization_url, token_url = excluded.token_url, token_audience = excluded.token_audience,
           jwks_url = excluded.jwks_url, product = coalesce(excluded.product, platform.product), id_token_algorithms = excluded.id_token_algorithms,
           takes_deployments = excluded.takes_deployments or platform.takes_deployments
     returning id`,
    [platform.id, platform.institutionId, platform.issuer, platform.clientId, platform.authorizationUrl, platform.tokenUrl,
      platform.tokenAudience ?? null, platform.jwksUrl, platform.product ?? null, platform.algorithms, platform.takesDeployments],
  );
  return platformIdSchema.parse(idRow.parse(row).id);
}

/** Whether this issuer and client id are those of another institution as well. */
export async function clientIsShared(tx: Sql, client: { issuer: string; clientId: string; institutionId: InstitutionId }): Promise<boolean> {
  return (await maybeOne(tx, 'select from platform where issuer = $1 and client_id = $2 and institution_id <> $3 limit 1', [client.issuer, client.clientId, client.institutionId])) !== undefined;
}

/** @returns whether the deployment is the institution's now */
export async function upsertDeployment(tx: Sql, deployment: { platformId: PlatformId; institutionId: InstitutionId; deploymentId: string; issuer: string; clientId: string }): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `insert into deployment (platform_id, deployment_id, issuer, client_id, institution_id) values ($1, $2, $3, $4, $5)
     on conflict (issuer, client_id, deployment_id) do update set deployment_id = excluded.deployment_id where deployment.platform_id = excluded.platform_id
     returning platform_id as id`,
    [deployment.platformId, deployment.deploymentId, deployment.issuer, deployment.clientId, deployment.institutionId],
  );
  return row !== undefined;
}

export async function selectPlatforms(sql: Sql): Promise<ListedPlatform[]> {
  const rows = await sql.query(
    `select p.id, p.institution_id, i.name as institution, p.issuer, p.client_id, p.product, p.last_launch_at,
            array(select d.deployment_id from deployment d where d.platform_id = p.id order by d.deployment_id) as deployments
     from platform p join institution i on i.id = p.institution_id order by i.name, p.issuer, p.client_id`,
  );
  return z.array(listedRow).parse(rows).map((row) => ({
    id: row.id,
    institution: { id: row.institution_id, name: row.institution },
    issuer: row.issuer,
    clientId: row.client_id,
    product: row.product,
    deployments: row.deployments,
    lastLaunchAt: row.last_launch_at,
  }));
}

/** Whether anybody has been launched from the platform. */
export async function platformIsInUse(tx: Sql, id: PlatformId): Promise<boolean> {
  return (await maybeOne(tx, 'select where exists (select from person where platform_id = $1) or exists (select from course where platform_id = $1)', [id])) !== undefined;
}

/** @returns whether there was one */
export async function deletePlatform(tx: Sql, id: PlatformId): Promise<boolean> {
  return (await maybeOne(tx, 'delete from platform where id = $1 returning id', [id])) !== undefined;
}
