import { CLEANED_SERVICES, uncleaned } from '@cloudclass/cloudformation/cleaned-services';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { noteAct } from '../features/audit/audit.ts';
import { publishPack as publish } from '../features/packs/packs.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Sql } from '../ports/sql.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Publishes a pack where accounts are cleaned by this server, and notes it in the service's audit log.
 * @param by who publishes
 * @throws PACK_SERVICE_NOT_CLEANED, PACK_VERSION_TAKEN
 */
export function publishPack(deps: Deps, pack: CoursePack, by: string): ReturnType<typeof publish> {
  return deps.sql.transaction(async (tx) => {
    const outcome = await publish({ sql: tx, clock: deps.clock, cleanedServices: CLEANED_SERVICES, uncleaned }, pack);
    const { id, version } = pack.manifest;
    if (outcome === 'published') await noteAct(deps, tx, { institutionId: null, actor: by, action: 'pack.published', target: id, detail: version });
    return outcome;
  });
}
