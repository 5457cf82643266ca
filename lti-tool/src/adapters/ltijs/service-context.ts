import type { Clock } from '../../ports/clock.ts';
import type { PlatformId } from '../../domain/ids.ts';
import type { Outbound } from '../outbound/request.ts';
import type { AccessTokens } from './access-tokens.ts';
import { failureFrom, ServiceError } from './failures.ts';
import type { LtijsDatabase } from './ltijs-database.ts';
import type { LtijsRules } from './ltijs-parts.ts';
import type { PlatformModel, Registry } from './registry-models.ts';

/** What the single services share. */
export interface ServiceContext {
  readonly platforms: Platforms;
  readonly accessTokens: AccessTokens;
  readonly database: LtijsDatabase;
  readonly outbound: Outbound;
  readonly rules: LtijsRules;
}

export interface Platforms {
  /** @throws ServiceError when the registration is gone */
  get(id: PlatformId): Promise<PlatformModel>;
}

/** A registration is read anew after this: a class whose grades go out at once needs it hundreds of times a second. */
const FRESH_MILLISECONDS = 5_000;

export function createPlatforms(registry: Registry, clock: Clock): Platforms {
  const known = new Map<PlatformId, { readonly platform: PlatformModel; readonly at: number }>();
  return {
    async get(id) {
      const now = clock.now().getTime();
      const kept = known.get(id);
      if (kept !== undefined && Math.abs(now - kept.at) < FRESH_MILLISECONDS) return kept.platform;
      const platform = await registry.platforms.findByPk(id);
      known.delete(id);
      if (platform === null) throw new ServiceError({ kind: 'unauthorized', detail: `platform ${id} is not registered` });
      known.set(id, { platform, at: now });
      return platform;
    },
  };
}

/** Calls with an access token; when the platform does not take it, once more with a new one. */
export async function withToken<Result>({ accessTokens }: ServiceContext, { platform, scope }: { platform: PlatformModel; scope: string }, call: (token: string) => Promise<Result>): Promise<Result> {
  const { token } = await accessTokens.get(platform, scope);
  try {
    return await call(token);
  } catch (error) {
    if (failureFrom(error).kind !== 'unauthorized') throw error;
    await accessTokens.forget(platform, scope, token);
    return call((await accessTokens.get(platform, scope)).token);
  }
}
