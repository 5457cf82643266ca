import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../clock.ts';
import type { Tool } from './tools.ts';

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** A tool that has just rotated its keys is asked again after this long, not after jose's usual 30 seconds. */
const refetchAfterMs = 1_000;

/** Whether a token could not be looked at, because the tool's key set did not come: what is wrong with a token has a class of its own. */
export const keysWereUnread = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error.code === errors.JOSEError.code;

/** Verifies what tools sign (client assertions, deep linking responses) with the key sets they publish. */
export class ToolKeys {
  readonly #clock: Clock;
  readonly #keySets = new Map<string, KeySet>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The payload of a token signed by `tool`: signature, `iss`, `aud`, `exp`, and the presence of the required claims.
   * @throws a jose error that says what is wrong with the token
   */
  async verify(token: string, tool: Tool, expected: { audience: string[]; requiredClaims: string[] }): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, this.#keySetOf(tool), {
      algorithms: ['RS256', 'ES256'],
      issuer: tool.clientId,
      audience: expected.audience,
      requiredClaims: expected.requiredClaims,
      clockTolerance: '10 s',
      currentDate: this.#clock(),
      maxTokenAge: '1 h',
    });
    return payload;
  }

  #keySetOf(tool: Tool): KeySet {
    const known = this.#keySets.get(tool.clientId);
    if (known !== undefined) return known;
    const keySet = createRemoteJWKSet(new URL(tool.jwksUri), { cooldownDuration: refetchAfterMs, timeoutDuration: 5_000 });
    this.#keySets.set(tool.clientId, keySet);
    return keySet;
  }
}
