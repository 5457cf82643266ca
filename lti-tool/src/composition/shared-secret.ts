import type { Sealer } from '../adapters/seal/sealer.ts';
import { one, type Sql } from '../sql.ts';

/** A secret that all processes share: whoever comes first makes it, the row keeps it sealed. */
export async function sharedSecret(sql: Sql, sealer: Sealer, name: string, make: () => Promise<string>): Promise<string> {
  const [known] = await sql.query<{ sealed: string }>('select sealed from shared_secret where name = $1', [name]);
  if (known !== undefined) return sealer.open(known.sealed, name);
  await sql.query('insert into shared_secret (name, sealed) values ($1, $2) on conflict do nothing', [name, sealer.seal(await make(), name)]);
  const { sealed } = await one<{ sealed: string }>(sql, 'select sealed from shared_secret where name = $1', [name]);
  return sealer.open(sealed, name);
}
