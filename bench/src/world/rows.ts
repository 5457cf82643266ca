import type { Database } from '@cloudclass/lti-tool';

/** The one row of a query. @throws Error when there is none */
export async function one<Row extends object>(database: Pick<Database, 'query'>, text: string, values: readonly unknown[] = []): Promise<Row> {
  const [row] = await database.query<Row>(text, values);
  if (row === undefined) throw new Error(`no row for: ${text}`);
  return row;
}
