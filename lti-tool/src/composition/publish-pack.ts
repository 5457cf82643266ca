import { SWEPT_SERVICES } from '@cloudclass/cloudformation';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { publishPack as publish, type PublishDeps } from '../features/packs/packs.ts';

/** Roles and policies are removed with the pool's knowledge of its own (`adapters/aws/foreign-entities.ts`). */
const OF_THE_POOL = ['iam'];

/** Publishes a pack where accounts are cleaned by this server. @throws PACK_SERVICE_NOT_CLEANED, PACK_VERSION_TAKEN */
export function publishPack(deps: Omit<PublishDeps, 'sweptServices'>, pack: CoursePack): ReturnType<typeof publish> {
  return publish({ ...deps, sweptServices: [...OF_THE_POOL, ...SWEPT_SERVICES] }, pack);
}
