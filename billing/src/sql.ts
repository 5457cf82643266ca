/** The one door to the database; the host supplies it. */
export interface Sql {
  /** Runs one statement with bound values; `bigint` columns arrive as strings. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs work in one transaction; inside one it joins it. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}
