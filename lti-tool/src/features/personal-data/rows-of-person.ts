import type { PersonId } from '../../domain/ids.ts';
import { one, type Sql } from '../../ports/sql.ts';
import { keptOfPerson, type Erasing, type KeptKind, type KeptOfPerson } from './kept-of-person.ts';

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

/** The rows of one table that say something of a person, and what erasing does to them. */
export interface PartOfPerson {
  readonly table: string;
  readonly kind: KeptKind;
  readonly rows: number;
  readonly erasing: Erasing;
}

/** What erasing the person would find now; of each kind of row there is. */
export async function countRows(tx: Sql, id: PersonId): Promise<readonly PartOfPerson[]> {
  const parts: PartOfPerson[] = [];
  for (const [at, part] of keptOfPerson.entries()) {
    // a row that an earlier part deletes is not there for a later one
    const before = keptOfPerson.slice(0, at).filter(({ table }) => table === part.table).map((earlier) => `and (${whereOf(earlier)}) is not true`);
    const { rows } = await one<{ rows: number }>(tx, `select count(*)::int as rows from ${part.table} where (${whereOf(part)}) ${before.join(' ')}`, [id]);
    parts.push({ ...outcomeOf(part), rows });
  }
  return parts.filter(({ rows }) => rows > 0);
}

/** Erases what names a person and what they did. @returns what became of each kind of row there was */
export async function eraseRows(tx: Sql, id: PersonId): Promise<readonly PartOfPerson[]> {
  const parts: PartOfPerson[] = [];
  for (const part of keptOfPerson) parts.push({ ...outcomeOf(part), rows: await eraseTable(tx, part, id) });
  return parts.filter(({ rows }) => rows > 0);
}

const outcomeOf = ({ table, kind, erasing }: KeptOfPerson): Omit<PartOfPerson, 'rows'> => ({ table, kind, erasing });

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
