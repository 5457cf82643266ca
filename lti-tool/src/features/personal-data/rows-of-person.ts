import type { PersonId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { keptOfPerson, type KeptOfPerson } from './kept-of-person.ts';

/** How the rows of a table are found, of the person's id as `$1`. */
function whereOf({ column, names }: KeptOfPerson): string {
  if (names === 'lab') return `${column} in (select id from lab where person_id = $1::uuid)`;
  // a target may name a step behind the person
  return names === 'target' ? `split_part(${column}, ' ', 1) = $1` : `${column} = $1::uuid`;
}

/** Rows by the table they stand in. */
export type RowsOfPerson = Readonly<Record<string, readonly unknown[]>>;

/** Everything that is kept of a person. */
export async function copyRows(tx: Sql, id: PersonId): Promise<RowsOfPerson> {
  const rows: Record<string, unknown[]> = {};
  for (const table of new Set(keptOfPerson.map((part) => part.table))) rows[table] = await copyTable(tx, table, id);
  return rows;
}

async function copyTable(tx: Sql, table: string, id: PersonId): Promise<unknown[]> {
  const parts = keptOfPerson.filter((part) => part.table === table);
  const rows = await tx.query<{ row: unknown }>(`select to_jsonb(t) - $2::text[] as row from ${table} t where ${parts.map(whereOf).join(' or ')}`, [id, parts.flatMap(({ uncopied = [] }) => uncopied)]);
  return rows.map(({ row }) => row);
}

/** What became of the rows of one table. */
export interface ErasedPart {
  readonly table: string;
  readonly rows: number;
  /** Why they stay; null for those that are gone. */
  readonly because: string | null;
}

/** Erases what names a person and what they did. @returns what became of each kind of row there was */
export async function eraseRows(tx: Sql, id: PersonId): Promise<readonly ErasedPart[]> {
  const parts: ErasedPart[] = [];
  for (const part of keptOfPerson) parts.push({ table: part.table, because: part.erasing.kind === 'keep' ? part.erasing.because : null, rows: await eraseTable(tx, part, id) });
  return parts.filter(({ rows }) => rows > 0);
}

async function eraseTable(tx: Sql, part: KeptOfPerson, id: PersonId): Promise<number> {
  const { table, erasing } = part;
  const where = whereOf(part);
  switch (erasing.kind) {
    case 'delete':
      return (await tx.query(`delete from ${table} where ${where} returning 1`, [id])).length;
    case 'empty':
      return (await tx.query(`update ${table} set ${erasing.set} where ${where} returning 1`, [id])).length;
    case 'keep':
      return (await tx.query(`select 1 from ${table} where ${where}`, [id])).length;
  }
}
