import { tokenContextOf } from '../adapters/ltijs/access-tokens.ts';
import { createSealer } from '../adapters/seal/sealer.ts';
import { errorsOf } from '../errors.ts';
import { identityErrors } from '../features/identity/identity-errors.ts';
import { sealContextOf } from '../features/identity/tool-keys.ts';
import type { Sql } from '../ports/sql.ts';
import { pseudonymKey, type SealingKeys } from './shared-secret.ts';

type Row = Readonly<Record<string, string>>;

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
  /** What a row is sealed for. */
  readonly contextOf: (row: Row) => string;
}

/** Everything that is kept sealed. A test holds it equal to the columns of the schema whose name begins with `sealed`. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'access_token', column: 'sealed_token', key: ['platform_id', 'scope'], contextOf: ({ platform_id: id = '', scope = '' }) => tokenContextOf(id, scope) },
  { table: 'shared_secret', column: 'sealed', key: ['name'], contextOf: ({ name = '' }) => name },
  { table: 'tool_key', column: 'sealed_private_key', key: ['kid'], contextOf: ({ kid = '' }) => sealContextOf(kid) },
];

export interface Resealed {
  /** Rows that the key before had sealed. */
  readonly resealed: number;
  /** Rows that the key had sealed already. */
  readonly unchanged: number;
}

/**
 * Seals with the present key what the one before has sealed, in one transaction: all of it, or nothing. Doing it again does nothing.
 * @throws KEYS_UNOPENED naming the first row that neither key opens
 */
export function reseal(sql: Sql, keys: SealingKeys): Promise<Resealed> {
  return sql.transaction(async (tx) => {
    let [resealed, unchanged] = [0, 0];
    for (const column of sealedColumns) {
      for (const row of await tx.query<Row>(`select ${[...column.key, column.column].join(', ')} from ${column.table} order by ${column.key.join(', ')} for update`)) {
        if (await resealRow(tx, keys, { column, row })) resealed += 1;
        else unchanged += 1;
      }
    }
    // where no server has made it yet, it must not be made of the new key later
    await pseudonymKey(tx, createSealer(keys.sealingKey), keys);
    return { resealed, unchanged };
  });
}

/** @returns whether the row was another key's */
async function resealRow(tx: Sql, { sealingKey, previous }: SealingKeys, { column: { table, column, key, contextOf }, row }: { column: SealedColumn; row: Row }): Promise<boolean> {
  const [sealed, context] = [row[column] ?? '', contextOf(row)];
  if (opened(sealingKey, sealed, context) !== undefined) return false;
  const plain = previous === undefined ? undefined : opened(previous, sealed, context);
  if (plain === undefined) throw errorsOf(identityErrors)('KEYS_UNOPENED', { detail: `${table} ${key.map((name) => row[name]).join(' ')}` });
  const where = key.map((name, at) => `${name} = $${at + 2}`).join(' and ');
  await tx.query(`update ${table} set ${column} = $1 where ${where}`, [createSealer(sealingKey).seal(plain, context), ...key.map((name) => row[name])]);
  return true;
}

function opened(key: Buffer, sealed: string, context: string): string | undefined {
  try {
    return createSealer(key).open(sealed, context);
  } catch {
    return undefined;
  }
}
