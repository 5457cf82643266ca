import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Members of a key that say what it is for (RFC 7517 section 4); those that make it up are read when it is imported. */
const publishedKeySchema = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  // some platforms write null for what they do not say
  alg: z.string().nullish(),
  use: z.string().nullish(),
  key_ops: z.array(z.string()).nullish(),
  crv: z.string().optional(),
  n: z.string().optional(),
});
export type PublishedKey = z.infer<typeof publishedKeySchema>;

/** A key of another form than we know is another tool's business (RFC 7517 section 5): it does not cost the others. */
export const keySetSchema = z.object({ keys: z.array(z.unknown()) }).transform(({ keys }) => keys.flatMap((key) => publishedKeySchema.safeParse(key).data ?? []));

/** RFC 7518 section 3.3 asks for 2048 bits at least; far longer ones only cost time. */
const RSA_BITS = { least: 2048, most: 8192 } as const;

/**
 * Why a key does not serve for a signature, by what it says of itself.
 * @returns undefined when it does
 */
export function whyUnfit(key: PublishedKey, alg: string): string | undefined {
  if ((key.use ?? 'sig') !== 'sig') return `its use is ${key.use}`;
  if (!(key.key_ops?.includes('verify') ?? true)) return 'its key_ops have no verify';
  if ((key.alg ?? alg) !== alg) return `it is for ${key.alg}`;
  return alg === 'ES256' ? whyNoP256(key) : whyNoRsa(key);
}

const whyNoP256 = ({ kty, crv }: PublishedKey): string | undefined => (kty === 'EC' && crv === 'P-256' ? undefined : `ES256 needs an EC key on P-256, this is ${kty} ${crv ?? ''}`);

function whyNoRsa({ kty, n }: PublishedKey): string | undefined {
  if (kty !== 'RSA' || n === undefined) return `RS256 needs an RSA key, this is ${kty}`;
  const bits = modulusBits(Buffer.from(n, 'base64url'));
  return bits >= RSA_BITS.least && bits <= RSA_BITS.most ? undefined : `its modulus has ${bits} bits`;
}

function modulusBits(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24;
}

/** @throws when the members of the key do not make one */
export function importPublicKey(key: PublishedKey): KeyObject {
  // only the public members: a platform that publishes its private ones as well is still served
  const members = Object.entries(key).filter(([name]) => ['kty', 'crv', 'n', 'e', 'x', 'y'].includes(name));
  return createPublicKey({ key: Object.fromEntries(members), format: 'jwk' });
}
