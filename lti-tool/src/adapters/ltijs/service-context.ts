import type { PlatformId } from '../../ids.ts';
import type { Outbound } from '../outbound/request.ts';
import type { AccessTokens } from './access-tokens.ts';
import { failureFrom, ServiceError } from './failures.ts';
import type { LtijsDatabase } from './ltijs-database.ts';
import type { LtijsRules } from './ltijs-parts.ts';
import type { PlatformModel, Registry } from './registry-models.ts';

/** What the single services share. */
export interface ServiceContext {
  readonly registry: Registry;
  readonly accessTokens: AccessTokens;
  readonly database: LtijsDatabase;
  readonly outbound: Outbound;
  readonly rules: LtijsRules;
}

/** @throws ServiceError when the registration is gone */
export async function platformWith(registry: Registry, id: PlatformId): Promise<PlatformModel> {
  const platform = await registry.platforms.findByPk(id);
  if (platform === null) throw new ServiceError({ kind: 'unauthorized', detail: `platform ${id} is not registered` });
  return platform;
}

/** Calls with an access token; when the platform does not take it, once more with a new one. */
export async function withToken<Result>({ accessTokens }: ServiceContext, { platform, scope }: { platform: PlatformModel; scope: string }, call: (token: string) => Promise<Result>): Promise<Result> {
  try {
    return await call((await accessTokens.get(platform, scope)).token);
  } catch (error) {
    if (failureFrom(error).kind !== 'unauthorized') throw error;
    await accessTokens.forget(platform, scope);
    return call((await accessTokens.get(platform, scope)).token);
  }
}
