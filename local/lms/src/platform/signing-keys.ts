import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JSONWebKeySet, type JWK, type JWTPayload } from 'jose';
import { z } from 'zod';

const jwkSchema = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() });

/** Private keys as they are kept on disk, oldest first. */
export const storedKeysSchema = z.object({ keys: z.array(jwkSchema).min(1) });
export type StoredKeys = z.infer<typeof storedKeysSchema>;
type PrivateJwk = StoredKeys['keys'][number];

async function newKey(): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return jwkSchema.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' });
}

const publicPart = ({ kty, kid, n, e }: PrivateJwk): JWK => ({ kty, kid, n, e, alg: 'RS256', use: 'sig' });

/** The platform's RS256 keys. The newest signs; the others stay published until they are withdrawn. */
export class SigningKeys {
  #keys: readonly PrivateJwk[];
  readonly #onChange: (keys: StoredKeys) => void;

  private constructor(keys: readonly PrivateJwk[], onChange: (keys: StoredKeys) => void) {
    this.#keys = keys;
    this.#onChange = onChange;
  }

  /** Takes the keys up again, or makes the first one and reports it. */
  static async open(stored: StoredKeys | undefined, onChange: (keys: StoredKeys) => void): Promise<SigningKeys> {
    if (stored !== undefined) return new SigningKeys(stored.keys, onChange);
    const keys = new SigningKeys([await newKey()], onChange);
    onChange({ keys: [...keys.#keys] });
    return keys;
  }

  /** @param options.keepOld whether tools may still verify with the former keys; false shows what a careless rotation does */
  async rotate(options: { keepOld: boolean }): Promise<void> {
    const added = await newKey();
    this.#keys = options.keepOld ? [...this.#keys, added] : [added];
    this.#onChange({ keys: [...this.#keys] });
  }

  publicKeySet(): JSONWebKeySet {
    return { keys: this.#keys.map(publicPart) };
  }

  async sign(payload: JWTPayload): Promise<string> {
    const newest = this.#keys.at(-1);
    if (newest === undefined) throw new Error('SigningKeys holds at least one key');
    return new SignJWT(payload).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: newest.kid }).sign(await importJWK(newest, 'RS256'));
  }
}
