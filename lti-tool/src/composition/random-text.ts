import { randomBytes } from 'node:crypto';

/** An unguessable text: 256 bits in base64url. */
export const randomText = (): string => randomBytes(32).toString('base64url');
