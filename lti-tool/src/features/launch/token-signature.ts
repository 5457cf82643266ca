import { constants, verify, type KeyObject } from 'node:crypto';

/** How each algorithm that a platform may sign with is verified (RFC 7518 sections 3.3 and 3.4). */
const schemes = {
  RS256: { digest: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
} as const;

/**
 * Whether a key has signed a compact JWS (RFC 7515 section 5.2). By node:crypto and not by jose: the Web Crypto API hands each signature to
 * another thread, which takes more time than looking at it, and every launch has one.
 * @param token in `isCompactForm`, its header already looked at
 * @param alg what the header names and the platform is registered with
 */
export function isSignedBy(token: string, key: KeyObject, alg: string): boolean {
  if (!isKnown(alg)) return false;
  const { digest, options } = schemes[alg];
  const end = token.lastIndexOf('.');
  return verify(digest, Buffer.from(token.slice(0, end)), { key, ...options }, Buffer.from(token.slice(end + 1), 'base64url'));
}

const isKnown = (alg: string): alg is keyof typeof schemes => Object.hasOwn(schemes, alg);
