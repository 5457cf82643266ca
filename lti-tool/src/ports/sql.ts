/** The one door to the database. Statements are written in SQL beside the feature they serve; values are always bound. */
export interface Sql {
  /**
   * Runs one statement.
   * @param text SQL with `$1`, `$2` … for values
   * @returns its rows; `bigint` columns arrive as strings and are parsed at the edge
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs work in one transaction: all of it is kept, or none. Inside a transaction it joins the one that is open.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

/** The single row of a statement that always has one. */
export async function one<Row extends object>(sql: Sql, text: string, values?: readonly unknown[]): Promise<Row> {
  const row = await maybeOne<Row>(sql, text, values);
  if (row === undefined) throw new Error(`no row for: ${text.slice(0, 80)}`);
  return row;
}

/** The row of a statement that has one or none. */
export async function maybeOne<Row extends object>(sql: Sql, text: string, values?: readonly unknown[]): Promise<Row | undefined> {
  const rows = await sql.query<Row>(text, values);
  return rows[0];
}
