import { localizedSchema, type Localized } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';

const stepRow = z.object({ target: z.string(), title: localizedSchema });

/**
 * The steps that acts were done to, by the titles that their labs give them now.
 * @param targets as the log has them: of a changed result, the learner's id with that of the step behind it
 * @returns titles by target. Labs may give steps of one id different titles: where the learner's result was changed in several such labs, the
 *   log does not say in which, and the step goes by its id
 */
export async function stepsOfTargets(sql: Sql, institutionId: InstitutionId, targets: readonly string[]): Promise<ReadonlyMap<string, Localized>> {
  const ofSteps = [...new Set(targets.filter((target) => target.includes(' ')))];
  if (ofSteps.length === 0) return new Map();
  const rows = await sql.query(
    `select distinct o.person_id || ' ' || o.step_id as target, step -> 'title' as title
     from step_override o
       join resource_link r on r.id = o.resource_link_id and r.institution_id = $1
       join pack_version v on v.pack_id = r.pack_id and v.version = r.pack_version,
       jsonb_array_elements(v.pack -> 'manifest' -> 'steps') step
     where o.institution_id = $1 and o.person_id || ' ' || o.step_id = any($2::text[]) and step ->> 'id' = o.step_id`,
    [institutionId, ofSteps],
  );
  const titles = new Map<string, Localized>();
  const several = new Set<string>();
  for (const { target, title } of z.array(stepRow).parse(rows)) {
    if (titles.has(target)) several.add(target);
    titles.set(target, title);
  }
  return new Map(ofSteps.map((target) => [target, (several.has(target) ? undefined : titles.get(target)) ?? byId(target)]));
}

function byId(target: string): Localized {
  const id = target.slice(target.indexOf(' ') + 1);
  return { ko: id, en: id };
}
