import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { framedCookie } from '../../http/cookies.ts';

const SECRET_BYTES = 32;

/** Name of the cookie of one session. Each session has its own, so launches in two tabs never mix. */
export const sessionCookieName = (sessionId: string): string => `cc_s_${sessionId}`;

const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether this secret is the session's; takes as long for a wrong one as for the right one. */
export function isSecretOf(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOfSecret(secret), hash);
}

/** Makes session secrets, of which only the hash is kept, and the cookies they travel in. */
export const sessionSecrets = {
  make(): { readonly secret: string; readonly hash: Buffer } {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    return { secret, hash: hashOfSecret(secret) };
  },
  cookieName: sessionCookieName,
  cookie: (sessionId: string, secret: string, maxAgeSeconds: number): string =>
    framedCookie(sessionCookieName(sessionId), secret, { path: '/', maxAgeSeconds }),
};
