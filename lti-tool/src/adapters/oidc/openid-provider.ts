import * as openid from 'openid-client';
import type { IdentityProvider } from '../../features/identity/staff-sign-in.ts';

export interface OpenidProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const TIMEOUT_SECONDS = 5;
const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 300;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * Staff sign-in at any OpenID Connect provider: authorization code with PKCE, state and nonce.
 * The provider is looked up when somebody first signs in, so that the server starts without it.
 * @throws when the issuer is plain HTTP on another host than this one
 */
export function createOpenidProvider(options: OpenidProviderOptions): IdentityProvider {
  const issuer = new URL(options.issuer);
  if (issuer.protocol === 'http:' && !LOOPBACK.test(issuer.hostname)) throw new Error(`the sign-in issuer ${options.issuer} must be https`);
  let known: Promise<openid.Configuration> | undefined;
  const configuration = (): Promise<openid.Configuration> => {
    known ??= discover(issuer, options);
    // a failed look-up is not kept
    known.catch(() => { known = undefined; });
    return known;
  };
  return {
    async begin(redirectUri) {
      const checks = { state: openid.randomState(), nonce: openid.randomNonce(), codeVerifier: openid.randomPKCECodeVerifier() };
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, checks };
    },
    async finish(callbackUrl, { state, nonce, codeVerifier }) {
      const tokens = await openid.authorizationCodeGrant(await configuration(), callbackUrl, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true });
      return tokens.claims();
    },
  };
}

async function discover(issuer: URL, { clientId, clientSecret }: OpenidProviderOptions): Promise<openid.Configuration> {
  const execute = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openid.discovery(issuer, clientId, clientSecret, undefined, { timeout: TIMEOUT_SECONDS, execute });
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MILLISECONDS * attempt); });
    }
  }
}
