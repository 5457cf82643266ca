import type { Sql } from '../../src/ports/sql.ts';

/** A table or view, as a statement names it. */
export interface Table {
  readonly name: string;
  /** Which of its rows are the institution's that $1 names. */
  readonly ofInstitution: string;
}

/** Tables without the column, whose rows are an institution's all the same. */
const byAnother: Readonly<Record<string, string>> = {
  institution: 'id = $1::uuid',
  account: 'account_id in (select account_id from lab where institution_id = $1::uuid)',
  lab_resource: 'lab_id in (select id from lab where institution_id = $1::uuid)',
  probe_pass: 'lab_id in (select id from lab where institution_id = $1::uuid)',
  'billing.invoice_line_usage': 'line_id in (select id from billing.invoice_line where institution_id = $1::uuid)',
};

/** Every table and view in which institutions have rows, read from the database itself. */
export async function tenantTables(sql: Sql): Promise<Table[]> {
  const rows = await sql.query<{ name: string }>(
    `select case when table_schema = 'public' then table_name else table_schema || '.' || table_name end as name
     from information_schema.columns where column_name = 'institution_id' and table_schema in ('public', 'billing') order by 1`,
  );
  const withColumn = rows.filter(({ name }) => !(name in byAnother)).map(({ name }) => ({ name, ofInstitution: 'institution_id = $1::uuid' }));
  return [...withColumn, ...Object.entries(byAnother).map(([name, ofInstitution]) => ({ name, ofInstitution }))];
}

/** Every row of an institution as text, by table; its jobs too. One statement, whose text is kept: it is asked hundreds of times. */
export async function rowsOf(sql: Sql, institutionId: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await statementFor(sql);
  const rows = await sql.query<{ name: string; rows: string[] }>(tables, [institutionId]);
  return Object.fromEntries(rows.map(({ name, rows: found }) => [name, found]));
}

const statements = new WeakMap<Sql, string>();

async function statementFor(sql: Sql): Promise<string> {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const jobs: Table = { name: 'graphile_worker._private_jobs', ofInstitution: `payload #>> '{place,institutionId}' = $1::uuid::text` };
  const tables = [...(await tenantTables(sql)), jobs];
  const made = tables.map(({ name, ofInstitution }) => `select '${name}' as name, array(select t::text from ${name} t where ${ofInstitution} order by 1) as rows`).join(' union all ');
  statements.set(sql, made);
  return made;
}
