import { noteAct } from '../features/audit/audit.ts';
import { keepRegisteredPlatform } from '../features/identity/platform-registry.ts';
import type { RegistrationRouteDeps } from '../features/registration/registration-routes.ts';
import { randomText } from './random-text.ts';
import type { Services } from './services.ts';

/** Registration of LMSs: the platform, its institution's audit log and the closed invite are written together. */
export function registrationDeps(services: Services): RegistrationRouteDeps {
  const { sql, clock, ids, outbound, publicUrl, config, log } = services;
  return {
    sql, clock, ids, outbound, publicUrl,
    allowPrivateAddresses: config.ALLOW_PRIVATE_ADDRESSES,
    randomText,
    async keepPlatform(tx, platform) {
      const platformId = await keepRegisteredPlatform({ sql: tx, ids }, platform);
      await noteAct(services, tx, { institutionId: platform.institutionId, actor: platform.issuer, action: 'platform.registered', target: platformId, detail: platform.clientId });
      return platformId;
    },
    onRejected: ({ correlationId, error }) => log.info({ correlationId, code: error.code, detail: error.detail, err: error.cause }, 'registration refused'),
  };
}
