import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { DATED_BACK_SECONDS } from '../../domain/dated-back.ts';
import type { ServiceFailure } from '../../ports/platform-services.ts';
import type { Outbound } from '../outbound/request.ts';
import { jsonIn } from './answer-body.ts';
import { failureOf, ServiceError, type Answer } from './failures.ts';
import type { PlatformModel } from './registry-models.ts';

export interface TokenRequestDeps {
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Signs with the tool's key. */
  readonly sign: (claims: Record<string, unknown>) => Promise<string>;
}

/** A token as a platform hands it out. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
  /** From then on a new one should be asked for, while this one is still good. */
  readonly renewAt: Date;
}

const ASSERTION_SECONDS = 300;
const USUAL_LIFETIME_SECONDS = 3_600;
const LONGEST_LIFETIME_SECONDS = 86_400;
/** Nobody waits for a new token as long as somebody asks for one within the last quarter of the old one's life. */
const RENEW_AFTER = 0.75;

const answerSchema = z.object({
  access_token: z.string().min(1),
  // no reason to do without the token: one that ends sooner is refused in time, and a new one asked for
  expires_in: z.coerce.number().positive().catch(USUAL_LIFETIME_SECONDS).transform((seconds) => Math.min(seconds, LONGEST_LIFETIME_SECONDS)),
  // RFC 6749 section 5.1: may be left out when it is what was asked for
  scope: z.string().optional().catch(undefined),
});

/**
 * Client credentials with a signed assertion (1EdTech Security Framework 1.0 section 4.1). Form encoding: Moodle takes no other.
 * @throws ServiceError also when a token is given without the scope: Moodle leaves out silently what is not granted
 */
export async function requestToken({ outbound, clock, sign }: TokenRequestDeps, platform: PlatformModel, scope: string): Promise<IssuedToken> {
  const now = clock.now();
  const response = await outbound({
    url: platform.token_url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(assertionFor(platform, now)),
      scope,
    }).toString(),
  });
  const { access_token: token, expires_in: lifetime, scope: granted } = tokenIn(response, scope);
  if (granted !== undefined && !granted.split(' ').includes(scope)) throw new ServiceError(notGranted(scope, `granted: ${granted}`));
  const after = (share: number): Date => new Date(now.getTime() + lifetime * share * 1000);
  return { token, expiresAt: after(1), renewAt: after(RENEW_AFTER) };
}

function assertionFor(platform: PlatformModel, now: Date): Record<string, unknown> {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    iss: platform.client_id,
    sub: platform.client_id,
    // Brightspace has an audience of its own; elsewhere it is the token address
    aud: platform.token_audience ?? platform.token_url,
    jti: randomUUID(),
    iat: seconds - DATED_BACK_SECONDS,
    exp: seconds + ASSERTION_SECONDS,
  };
}

function tokenIn(response: Answer, scope: string): z.infer<typeof answerSchema> {
  if (response.status !== 200) throw new ServiceError(refusedToken(response, scope));
  const parsed = answerSchema.safeParse(jsonIn(response.body));
  if (!parsed.success) throw new ServiceError({ kind: 'unreachable', detail: `token endpoint: ${z.prettifyError(parsed.error)}` });
  return parsed.data;
}

/** A token that is not given is no word on the grade: an administrator can change it. */
function refusedToken(response: Answer, scope: string): ServiceFailure {
  const failure = failureOf(response);
  if (failure.kind !== 'refused' && failure.kind !== 'forbidden') return failure;
  if (response.body.includes('invalid_scope')) return notGranted(scope, failure.detail);
  return { kind: 'unauthorized', detail: `token endpoint: ${failure.detail}` };
}

const notGranted = (scope: string, detail: string): ServiceFailure => ({ kind: 'forbidden', missingScope: scope, detail: `token endpoint: ${detail}` });
