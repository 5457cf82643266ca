import { z } from 'zod';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

const namedRow = z.object({ id: z.string(), name: z.string() });

/**
 * What acts were done to, by the names that hold now. The log itself keeps ids: a name that is changed or taken back stays in no old entry.
 * @param targets as the log has them: an id, perhaps with the id of a step behind it, which is not in the name
 * @returns names by target; those without one are left out
 */
export async function namesOfTargets(sql: Sql, institutionId: InstitutionId, targets: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(targets.map(idIn).filter((id) => z.uuid().safeParse(id).success));
  if (ids.size === 0) return new Map();
  const rows = await sql.query(
    `select id, name from (
       select id, name from person where institution_id = $1
       union all select id, title from course where institution_id = $1
       union all select id, title from resource_link where institution_id = $1
       union all select id, issuer from platform where institution_id = $1
       union all select id, number from billing.invoice where institution_id = $1
       union all select id, name from institution where id = $1
     ) named where id = any($2::uuid[]) and name is not null`,
    [institutionId, [...ids]],
  );
  const names = new Map(z.array(namedRow).parse(rows).map(({ id, name }) => [id, name]));
  return new Map(targets.flatMap((target) => {
    const name = names.get(idIn(target));
    return name === undefined ? [] : [[target, name] as const];
  }));
}

const idIn = (target: string): string => target.split(' ')[0] ?? '';
