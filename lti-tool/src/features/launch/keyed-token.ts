import { createHmac, timingSafeEqual } from 'node:crypto';

/** A token that was signed here: what its header and its body say. */
export interface KeyedToken {
  readonly type: unknown;
  readonly body: unknown;
}

/**
 * Signs JSON as a compact JWS with HS256 (RFC 7515 section 3.1, RFC 7518 section 3.2). By node:crypto and not by jose: the Web Crypto API
 * hands each text to another thread, which takes twenty times as long as the hash itself, and every launch needs two.
 * @param type stands in the signed header, so that one kind of token is never taken for another
 */
export function signKeyed(key: Uint8Array, type: string, body: Readonly<Record<string, unknown>>): string {
  const content = `${partOf({ alg: 'HS256', typ: type })}.${partOf(body)}`;
  return `${content}.${signatureOf(key, content)}`;
}

/**
 * Reads a token of `signKeyed`.
 * @returns undefined when this key has not signed it, letter by letter
 */
export function readKeyed(key: Uint8Array, token: string): KeyedToken | undefined {
  const end = token.lastIndexOf('.');
  const content = token.slice(0, Math.max(0, end));
  const [given, expected] = [Buffer.from(token.slice(end + 1)), Buffer.from(signatureOf(key, content))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // what follows was written above: the signature says so
  const [header = '', body = ''] = content.split('.');
  const { typ: type } = valueOf(header) as { readonly typ?: unknown };
  return { type, body: valueOf(body) };
}

const signatureOf = (key: Uint8Array, content: string): string => createHmac('sha256', key).update(content).digest('base64url');
const partOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const valueOf = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
