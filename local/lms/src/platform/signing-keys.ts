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

type Signer = { readonly kid: string; readonly key: Awaited<ReturnType<typeof importJWK>> };

async function signerOf(keys: readonly PrivateJwk[]): Promise<Signer> {
  const newest = keys.at(-1);
  if (newest === undefined) throw new Error('There is at least one key');
  return { kid: newest.kid, key: await importJWK(newest, 'RS256') };
}

const publicPart = ({ kty, kid, n, e }: PrivateJwk): JWK => ({ kty, kid, n, e, alg: 'RS256', use: 'sig' });

/** The platform's RS256 keys. The newest signs; the others stay published until they are withdrawn. */
export class SigningKeys {
  #keys: readonly PrivateJwk[];
  #signer: Signer;
  readonly #onChange: (keys: StoredKeys) => void;

  private constructor(keys: readonly PrivateJwk[], signer: Signer, onChange: (keys: StoredKeys) => void) {
    this.#keys = keys;
    this.#signer = signer;
    this.#onChange = onChange;
  }

  /** Takes the keys up again, or makes the first one and reports it. */
  static async open(stored: StoredKeys | undefined, onChange: (keys: StoredKeys) => void): Promise<SigningKeys> {
    const keys = stored?.keys ?? [await newKey()];
    if (stored === undefined) onChange({ keys });
    return new SigningKeys(keys, await signerOf(keys), onChange);
  }

  /** @param options.keepOld whether tools may still verify with the former keys; false shows what a careless rotation does */
  async rotate(options: { keepOld: boolean }): Promise<void> {
    const added = await newKey();
    const keys = options.keepOld ? [...this.#keys, added] : [added];
    this.#signer = await signerOf(keys);
    this.#keys = keys;
    this.#onChange({ keys: [...this.#keys] });
  }

  publicKeySet(): JSONWebKeySet {
    return { keys: this.#keys.map(publicPart) };
  }

  async sign(payload: JWTPayload): Promise<string> {
    return new SignJWT(payload).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: this.#signer.kid }).sign(this.#signer.key);
  }
}
