import { importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { PlatformKeys } from '../../features/launch/validate-launch.ts';
import type { Outbound } from './request.ts';

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional(), alg: z.string().optional(), use: z.string().optional() })) });

const FRESH_MILLISECONDS = 3_600_000;
/** An unknown kid asks the platform again, but not more often than this: anybody can send tokens with invented kids. */
const REFETCH_AFTER_MILLISECONDS = 10_000;
const KEPT_SETS = 1_000;

interface KeySet {
  readonly fetchedAt: number;
  /** When the platform was last asked, with or without success. */
  askedAt: number;
  readonly keys: Promise<readonly JWK[]>;
  readonly imported: Map<string, Promise<CryptoKey>>;
}

/** Keeps the key sets of platforms in memory. While one is on its way, everybody waits for the same request. */
export function createPlatformKeys({ outbound, clock }: { outbound: Outbound; clock: Clock }): PlatformKeys {
  const sets = new Map<string, KeySet>();

  const fetched = (jwksUrl: string, known: KeySet | undefined): KeySet => {
    if (sets.size >= KEPT_SETS) sets.clear();
    const now = clock.now().getTime();
    const set = { fetchedAt: now, askedAt: now, keys: fetchKeys(outbound, jwksUrl), imported: new Map<string, Promise<CryptoKey>>() };
    sets.set(jwksUrl, set);
    // a failed fetch is not kept, and does not cost the keys that are known
    set.keys.catch(() => {
      if (known === undefined) sets.delete(jwksUrl);
      else sets.set(jwksUrl, Object.assign(known, { askedAt: now }));
    });
    return set;
  };

  return {
    async find(jwksUrl, wanted) {
      const now = clock.now().getTime();
      const known = sets.get(jwksUrl);
      if (known === undefined || now - known.fetchedAt > FRESH_MILLISECONDS) return keyIn(fetched(jwksUrl, known), wanted);
      const key = await keyIn(known, wanted);
      if (key !== undefined || now - known.askedAt < REFETCH_AFTER_MILLISECONDS) return key;
      return keyIn(fetched(jwksUrl, known), wanted);
    },
  };
}

async function keyIn(set: KeySet, { kid, alg }: { kid: string; alg: string }): Promise<CryptoKey | undefined> {
  const jwk = (await set.keys).find((key) => key.kid === kid && (key.alg ?? alg) === alg && (key.use ?? 'sig') === 'sig' && key.kty === keyTypeOf(alg));
  if (jwk === undefined) return undefined;
  const id = `${kid} ${alg}`;
  const imported = set.imported.get(id) ?? importPublicKey(jwk, alg);
  set.imported.set(id, imported);
  return imported;
}

const keyTypeOf = (alg: string): string => (alg.startsWith('ES') ? 'EC' : 'RSA');

async function importPublicKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('a shared key is not a public key');
  return key;
}

async function fetchKeys(outbound: Outbound, url: string): Promise<readonly JWK[]> {
  const response = await outbound({ url, headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new Error(`the key set answered with ${response.status}`);
  return keySetSchema.parse(JSON.parse(response.body)).keys as JWK[]; // jose checks the members of a key when it imports it
}
