import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Random upper-case letters and digits, as in access key ids and principal ids. */
export function upperId(prefix: string, length: number): string {
  return prefix + Array.from({ length }, () => UPPER[randomInt(UPPER.length)]).join('');
}

/** Random hexadecimal digits after a prefix, as in `i-0123456789abcdef0`. */
export function hexId(prefix: string, length: number): string {
  return prefix + randomBytes(Math.ceil(length / 2)).toString('hex').slice(0, length);
}

/** A random secret as long as AWS's secret access keys. */
export function secret(): string {
  return randomBytes(30).toString('base64');
}

/** An opaque token that is safe in URLs, for session tokens, sign-in tokens and form tokens. */
export function opaqueToken(bytes = 48): string {
  return randomBytes(bytes).toString('base64url');
}

/** A twelve-digit account number that does not start with zero. */
export function accountNumber(): string {
  return String(randomInt(2, 10)) + Array.from({ length: 11 }, () => randomInt(10)).join('');
}

export { randomUUID as uuid };
