import { deriveKey, type Sealer } from '../adapters/seal/sealer.ts';
import { one, type Sql } from '../ports/sql.ts';

/** A secret that all processes share: whoever comes first makes it, the row keeps it sealed. */
export async function sharedSecret(sql: Sql, sealer: Sealer, name: string, make: () => Promise<string>): Promise<string> {
  const [known] = await sql.query<{ sealed: string }>('select sealed from shared_secret where name = $1', [name]);
  if (known !== undefined) return sealer.open(known.sealed, name);
  await sql.query('insert into shared_secret (name, sealed) values ($1, $2) on conflict do nothing', [name, sealer.seal(await make(), name)]);
  const { sealed } = await one<{ sealed: string }>(sql, 'select sealed from shared_secret where name = $1', [name]);
  return sealer.open(sealed, name);
}

/**
 * The key that makes pseudonyms of learners. It stays when the sealing key changes: a learner who had two pseudonyms would be two people
 * in the statistics, and somebody else to AWS. The first one is made of the sealing key that was there then.
 */
export async function pseudonymKey(sql: Sql, sealer: Sealer, { sealingKey, previous }: SealingKeys): Promise<Buffer> {
  const first = async (): Promise<string> => Buffer.from(deriveKey(previous ?? sealingKey, 'pseudonyms')).toString('base64');
  return Buffer.from(await sharedSecret(sql, sealer, 'pseudonym-key', first), 'base64');
}

export interface SealingKeys {
  readonly sealingKey: Buffer;
  /** The key before, while it is being replaced. */
  readonly previous: Buffer | undefined;
}

/** The keys as the configuration has them. */
export function sealingKeysOf(config: { readonly SEALING_KEY: string; readonly SEALING_KEY_PREVIOUS?: string | undefined }): SealingKeys {
  const { SEALING_KEY: key, SEALING_KEY_PREVIOUS: previous } = config;
  return { sealingKey: Buffer.from(key, 'base64'), previous: previous === undefined ? undefined : Buffer.from(previous, 'base64') };
}
