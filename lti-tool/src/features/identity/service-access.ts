import { z } from 'zod';
import { platformIdSchema, type PlatformId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

const missingRow = z.object({ platform_id: platformIdSchema, scope: z.string() });

/** Scopes that platforms did not grant when they were last asked, by platform: what an administrator there should grant. */
export async function missingScopes(sql: Sql): Promise<ReadonlyMap<PlatformId, readonly string[]>> {
  const rows = z.array(missingRow).parse(await sql.query(`select platform_id, scope from service_access where outcome->>'kind' = 'forbidden' and outcome ? 'missingScope' order by scope`));
  const missing = new Map<PlatformId, string[]>();
  for (const { platform_id: id, scope } of rows) missing.set(id, [...(missing.get(id) ?? []), scope]);
  return missing;
}
