import { CLEANED_SERVICES, uncleaned } from '@cloudclass/cloudformation/cleaned-services';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { publishPack as publish, type PublishDeps } from '../features/packs/packs.ts';

/** Publishes a pack where accounts are cleaned by this server. @throws PACK_SERVICE_NOT_CLEANED, PACK_VERSION_TAKEN */
export function publishPack(deps: Omit<PublishDeps, 'cleanedServices' | 'uncleaned'>, pack: CoursePack): ReturnType<typeof publish> {
  return publish({ ...deps, cleanedServices: CLEANED_SERVICES, uncleaned }, pack);
}
