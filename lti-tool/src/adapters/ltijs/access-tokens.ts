import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sealer } from '../seal/sealer.ts';
import { failureFrom, ServiceError } from './failures.ts';
import type { AccessTokenModel, PlatformModel } from './registry-models.ts';
import { createTokenClaims } from './token-claims.ts';
import { requestToken, type IssuedToken, type TokenRequestDeps } from './token-request.ts';

/** Scopes of AGS 2.0 section 2, NRPS 2.0 section 3.1, Platform Notification Service 1.0 and Course Groups 1.0. */
export const scope = {
  lineItem: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  lineItemReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  results: 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  members: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  notices: 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers',
  groups: 'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly',
} as const;

interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface AccessTokens {
  /** A token that is good for another minute at least. @throws ServiceError */
  get(platform: PlatformModel, scope: string): Promise<AccessToken>;
  /**
   * Forgets a token the platform does not take any more.
   * @param token which one: another process may have got a new one meanwhile, which stays; without it, whatever is kept
   */
  forget(platform: PlatformModel, scope: string, token?: string): Promise<void>;
  /** Resolves when no request for a token is under way. */
  settled(): Promise<void>;
}

export interface AccessTokenDeps extends TokenRequestDeps {
  readonly tokens: typeof AccessTokenModel;
  readonly sealer: Sealer;
}

const SPARE_MILLISECONDS = 60_000;
const LOOK_AGAIN_MILLISECONDS = 40;
/** Longer than two claims may last: the one waited for, and that of whoever took its place. */
const PATIENCE_MILLISECONDS = 35_000;
/** A renewal ahead of need that failed is tried again after this. */
const RENEWAL_PAUSE_MILLISECONDS = 30_000;

/**
 * Gets access tokens and keeps them for every process, sealed in PostgreSQL: an LMS throttles tools that ask for one each time.
 * Of all callers in all processes that need the same token at once, one asks the platform; the others wait for what it gets.
 */
export function createAccessTokens(deps: AccessTokenDeps): AccessTokens {
  const kept = new KeptTokens(deps);
  const asking = createAsking(deps, kept);
  const underWay = new Map<string, Promise<AccessToken>>();
  const renewedAt = new Map<string, number>();

  /** One at a time in this process for each key. */
  const shared = (key: string, work: () => Promise<AccessToken>): Promise<AccessToken> => {
    const waiting = underWay.get(key) ?? work().finally(() => underWay.delete(key));
    underWay.set(key, waiting);
    return waiting;
  };
  const renewAhead = (platform: PlatformModel, scope: string): void => {
    const [key, now] = [keyOf(platform, scope), deps.clock.now().getTime()];
    if (underWay.has(key) || now - (renewedAt.get(key) ?? -Infinity) < RENEWAL_PAUSE_MILLISECONDS) return;
    renewedAt.set(key, now);
    // whoever asked has a good token: a failure here is met again, and reported, when it is needed
    shared(key, () => asking.renew(platform, scope)).catch(() => {});
  };
  return {
    async get(platform, scope) {
      const known = kept.inMemory(platform, scope) ?? (await shared(keyOf(platform, scope), () => asking.obtain(platform, scope)));
      if (kept.isDueForRenewal(platform, scope)) renewAhead(platform, scope);
      return known;
    },
    forget: (platform, scope, token) => kept.forget(platform, scope, token),
    async settled() {
      await Promise.allSettled(underWay.values());
    },
  };
}

const keyOf = (platform: PlatformModel, scope: string): string => `${platform.id} ${scope}`;

/** What an access token is sealed for. */
export const tokenContextOf = (platformId: string, scope: string): string => `access-token ${platformId} ${scope}`;

/** Tokens in PostgreSQL, and those that this process has opened. */
class KeptTokens {
  readonly #deps: AccessTokenDeps;
  readonly #open = new Map<string, IssuedToken>();

  constructor(deps: AccessTokenDeps) {
    this.#deps = deps;
  }

  inMemory(platform: PlatformModel, scope: string): IssuedToken | undefined {
    const token = this.#open.get(keyOf(platform, scope));
    return token !== undefined && this.#isGood(token) ? token : undefined;
  }

  isDueForRenewal(platform: PlatformModel, scope: string): boolean {
    const token = this.#open.get(keyOf(platform, scope));
    return token !== undefined && token.renewAt <= this.#deps.clock.now();
  }

  async read(platform: PlatformModel, scope: string): Promise<IssuedToken | undefined> {
    const row = await this.#deps.tokens.findOne({ where: { platform_id: platform.id, scope } });
    if (row === null) return undefined;
    const token = { token: this.#deps.sealer.open(row.sealed_token, tokenContextOf(platform.id, scope)), expiresAt: row.expires_at, renewAt: row.renew_at ?? row.expires_at };
    if (!this.#isGood(token)) return undefined;
    this.#open.set(keyOf(platform, scope), token);
    return token;
  }

  async keep(platform: PlatformModel, scope: string, token: IssuedToken): Promise<void> {
    this.#open.set(keyOf(platform, scope), token);
    const sealed = this.#deps.sealer.seal(token.token, tokenContextOf(platform.id, scope));
    await this.#deps.tokens.upsert({ platform_id: platform.id, scope, sealed_token: sealed, expires_at: token.expiresAt, renew_at: token.renewAt });
  }

  async forget(platform: PlatformModel, scope: string, token: string | undefined): Promise<void> {
    const open = this.#open.get(keyOf(platform, scope));
    if (token === undefined || open?.token === token) this.#open.delete(keyOf(platform, scope));
    const row = await this.#deps.tokens.findOne({ where: { platform_id: platform.id, scope } });
    if (row === null || (token !== undefined && this.#deps.sealer.open(row.sealed_token, tokenContextOf(platform.id, scope)) !== token)) return;
    await this.#deps.tokens.destroy({ where: { platform_id: platform.id, scope, sealed_token: row.sealed_token } });
  }

  #isGood({ expiresAt }: IssuedToken): boolean {
    return expiresAt.getTime() > this.#deps.clock.now().getTime() + SPARE_MILLISECONDS;
  }
}

interface Asking {
  /** The token that is kept, else a new one: by our own request, or by that of another process. */
  obtain(platform: PlatformModel, scope: string): Promise<AccessToken>;
  /** A new token, unless another process is getting one. */
  renew(platform: PlatformModel, scope: string): Promise<AccessToken>;
}

function createAsking(deps: AccessTokenDeps, kept: KeptTokens): Asking {
  const claims = createTokenClaims(deps.tokens.sequelize ?? missing('the model of tokens has no connection'));

  /**
   * @param waitedFor claims of others that we have waited for
   * @param isEnough whether a token that came while we reached for the claim will do
   * @returns undefined when another process holds the claim
   */
  async function claimed(platform: PlatformModel, scope: string, { waitedFor, isEnough }: { waitedFor: Iterable<string>; isEnough: (token: IssuedToken) => boolean }): Promise<AccessToken | undefined> {
    const [key, claim] = [{ platformId: platform.id, scope }, randomUUID()];
    if (!(await claims.take(key, claim, { now: deps.clock.now(), waitedFor: [...waitedFor] }))) return undefined;
    try {
      const meanwhile = await kept.read(platform, scope);
      const token = meanwhile !== undefined && isEnough(meanwhile) ? meanwhile : await requestToken(deps, platform, scope);
      if (token !== meanwhile) await kept.keep(platform, scope, token);
      await claims.end(key, claim, { outcome: { kind: 'granted' }, at: deps.clock.now() });
      return token;
    } catch (error) {
      await claims.end(key, claim, { outcome: failureFrom(error), at: deps.clock.now() });
      throw error;
    }
  }

  /** Whether the request that was waited for has failed: its failure is ours too, or a class that waits would ask one after another. */
  async function waitedFor(platform: PlatformModel, scope: string, holders: Set<string>): Promise<void> {
    const { claim, ended } = await claims.look({ platformId: platform.id, scope });
    if (ended !== undefined && holders.has(ended.claim) && ended.outcome.kind !== 'granted') throw new ServiceError(ended.outcome);
    if (claim !== undefined) holders.add(claim);
  }

  async function obtain(platform: PlatformModel, scope: string): Promise<AccessToken> {
    const holders = new Set<string>();
    for (let waited = 0; waited < PATIENCE_MILLISECONDS; waited += LOOK_AGAIN_MILLISECONDS) {
      const token = (await kept.read(platform, scope)) ?? (await claimed(platform, scope, { waitedFor: holders, isEnough: () => true }));
      if (token !== undefined) return token;
      await waitedFor(platform, scope, holders);
      await pause(LOOK_AGAIN_MILLISECONDS);
    }
    throw new ServiceError({ kind: 'unreachable', detail: 'no process came by an access token in time' });
  }

  const isFresh = (token: IssuedToken): boolean => token.renewAt > deps.clock.now();
  return { obtain, renew: async (platform, scope) => (await claimed(platform, scope, { waitedFor: [], isEnough: isFresh })) ?? obtain(platform, scope) };
}

function missing(what: string): never {
  throw new Error(what);
}
