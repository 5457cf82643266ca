import { z } from 'zod';
import { institutionIdSchema, platformIdSchema } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import type { Registration } from './registration.ts';

const rowSchema = z.object({
  id: platformIdSchema,
  issuer: z.string(),
  client_id: z.string(),
  authorization_url: z.string(),
  jwks_url: z.string(),
  id_token_algorithms: z.array(z.string()),
  deployments: z.record(z.string(), institutionIdSchema),
  new_deployments_of: institutionIdSchema.nullable(),
});

/** Registrations by issuer, oldest first; `clientId` is optional at login (LTI 1.3 Core section 4.1.3). */
export async function registrationsOf(sql: Sql, issuer: string, clientId: string | undefined): Promise<Registration[]> {
  const rows = await sql.query(
    `select p.id, p.issuer, p.client_id, p.authorization_url, p.jwks_url, p.id_token_algorithms,
            coalesce(jsonb_object_agg(d.deployment_id, d.institution_id) filter (where d.deployment_id is not null), '{}') as deployments,
            case when p.takes_deployments then p.institution_id end as new_deployments_of
     from platform p left join deployment d on d.platform_id = p.id
     where p.issuer = $1 and ($2::text is null or p.client_id = $2)
     group by p.id order by p.created_at, p.id`,
    [issuer, clientId ?? null],
  );
  return z.array(rowSchema).parse(rows).map((row) => ({
    platformId: row.id,
    issuer: row.issuer,
    clientId: row.client_id,
    authorizationUrl: row.authorization_url,
    jwksUrl: row.jwks_url,
    algorithms: row.id_token_algorithms,
    deployments: new Map(Object.entries(row.deployments)),
    newDeploymentsOf: row.new_deployments_of ?? undefined,
  }));
}
