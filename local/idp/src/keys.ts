import { generateKeyPair, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const providerKeysSchema = z.object({
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }),
  cookieKeys: z.array(z.string()).min(1),
});

/** What has to stay the same between starts: the signing key, and the keys that sign the provider's cookies. */
export type ProviderKeys = z.infer<typeof providerKeysSchema>;

/**
 * The keys of the data directory, made there on the first start.
 * @param dataDir without one the keys last as long as the process
 */
export async function openKeys(dataDir: string | undefined): Promise<ProviderKeys> {
  if (dataDir === undefined) return newKeys();
  const path = join(dataDir, 'keys.json');
  const kept = await readIfThere(path);
  if (kept !== undefined) return providerKeysSchema.parse(JSON.parse(kept));
  const keys = await newKeys();
  await mkdir(dataDir, { recursive: true });
  await writePrivately(path, JSON.stringify(keys, null, 1));
  return keys;
}

async function newKeys(): Promise<ProviderKeys> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', alg: 'RS256', use: 'sig' };
  return { jwks: { keys: [jwk] }, cookieKeys: [randomBytes(32).toString('base64url')] };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Not `instanceof Error`: an error of the file system may come from another realm.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Atomic, and readable by its owner only. */
async function writePrivately(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, text, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, path);
}
