import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Outbound } from '../outbound/request.ts';
import type { Sealer } from '../seal/sealer.ts';
import { failureOf, ServiceError } from './failures.ts';
import type { AccessTokenModel, PlatformModel } from './registry-models.ts';

/** Scopes of AGS 2.0 section 2 and NRPS 2.0 section 3.1. */
export const scope = {
  lineItem: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  members: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;

interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface AccessTokens {
  /** A token that is good for another minute at least. @throws ServiceError */
  get(platform: PlatformModel, scope: string): Promise<AccessToken>;
  /** Forgets a token the platform does not take any more. */
  forget(platform: PlatformModel, scope: string): Promise<void>;
}

export interface AccessTokenDeps {
  readonly tokens: typeof AccessTokenModel;
  readonly sealer: Sealer;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Signs with the tool's key. */
  readonly sign: (claims: Record<string, unknown>) => Promise<string>;
}

const ASSERTION_SECONDS = 300;
const SPARE_MILLISECONDS = 60_000;
const USUAL_LIFETIME_SECONDS = 3_600;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().default(USUAL_LIFETIME_SECONDS) });

/**
 * Gets access tokens and keeps them, sealed, for every process: an LMS throttles tools that ask for one each time.
 * Calls that need the same token at once wait for one request.
 */
export function createAccessTokens(deps: AccessTokenDeps): AccessTokens {
  const underWay = new Map<string, Promise<AccessToken>>();
  return {
    async get(platform, scope) {
      const key = `${platform.id} ${scope}`;
      const waiting = underWay.get(key) ?? keptOrNew(deps, platform, scope).finally(() => underWay.delete(key));
      underWay.set(key, waiting);
      return waiting;
    },
    async forget(platform, scope) {
      await deps.tokens.destroy({ where: { platform_id: platform.id, scope } });
    },
  };
}

async function keptOrNew(deps: AccessTokenDeps, platform: PlatformModel, scope: string): Promise<AccessToken> {
  const kept = await deps.tokens.findOne({ where: { platform_id: platform.id, scope } });
  const goodUntil = deps.clock.now().getTime() + SPARE_MILLISECONDS;
  if (kept !== null && kept.expires_at.getTime() > goodUntil) return { token: deps.sealer.open(kept.sealed_token, tokenContextOf(platform.id, scope)), expiresAt: kept.expires_at };
  const made = await requestToken(deps, platform, scope);
  // several processes may ask at once: the last token is kept, all of them are good
  await deps.tokens.upsert({ platform_id: platform.id, scope, sealed_token: deps.sealer.seal(made.token, tokenContextOf(platform.id, scope)), expires_at: made.expiresAt });
  return made;
}

/** What an access token is sealed for. */
export const tokenContextOf = (platformId: string, scope: string): string => `access-token ${platformId} ${scope}`;

/** Client credentials with a signed assertion (1EdTech Security Framework 1.0 section 4.1). Form encoding: Moodle takes no other. */
async function requestToken({ outbound, clock, sign }: AccessTokenDeps, platform: PlatformModel, scope: string): Promise<AccessToken> {
  const now = clock.now();
  const iat = Math.floor(now.getTime() / 1000);
  const assertion = await sign({
    iss: platform.client_id,
    sub: platform.client_id,
    // Brightspace has an audience of its own; elsewhere it is the token address
    aud: platform.token_audience ?? platform.token_url,
    jti: randomUUID(),
    iat,
    exp: iat + ASSERTION_SECONDS,
  });
  const response = await outbound({
    url: platform.token_url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope,
    }).toString(),
  });
  const { access_token: token, expires_in: lifetime } = tokenIn(response);
  return { token, expiresAt: new Date(now.getTime() + lifetime * 1000) };
}

function tokenIn(response: { status: number; headers: Record<string, string | string[] | undefined>; body: string }): z.infer<typeof answerSchema> {
  if (response.status !== 200) throw new ServiceError(refusedToken(response));
  const parsed = answerSchema.safeParse(jsonIn(response.body));
  if (!parsed.success) throw new ServiceError({ kind: 'unreachable', detail: `token endpoint: ${z.prettifyError(parsed.error)}` });
  return parsed.data;
}

/** A token that is not given is no word on the grade: an administrator can change it. */
function refusedToken(response: Parameters<typeof failureOf>[0]): ServiceError['failure'] {
  const failure = failureOf(response);
  if (failure.kind !== 'refused') return failure;
  return { kind: response.body.includes('invalid_scope') ? 'forbidden' : 'unauthorized', detail: `token endpoint: ${failure.detail}` };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
