import type pg from 'pg';
import type { Sql } from '../../ports/sql.ts';

/** Statement names must be unique per text; they let PostgreSQL keep the plan. */
const statementNames = new Map<string, string>();
const MAX_PREPARED = 500;

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= MAX_PREPARED) return undefined;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

/** Sends one statement, prepared by its text. */
export async function run<Row extends object>(client: pg.Pool | pg.PoolClient, text: string, values?: readonly unknown[]): Promise<Row[]> {
  // a statement without values may hold several commands, which cannot be prepared
  if (values === undefined || values.length === 0) return (await client.query<Row>(text)).rows;
  const name = nameOf(text);
  const result = await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) });
  return result.rows;
}

/**
 * Lends a connection of the pool to work. One that broke, or is still inside a transaction, is not given to anybody else.
 */
export async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // the pool listens to idle connections only: one that breaks while it is checked out would end the process
  const onBreak = (error: Error): void => { broken = error; };
  client.on('error', onBreak);
  try {
    return await work(client);
  } finally {
    client.off('error', onBreak);
    client.release(broken ?? client.getTransactionStatus() !== 'I');
  }
}

/**
 * Runs work in one transaction on a connection of its own.
 * @param begin what begins it, and whatever holds until it ends
 */
export function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Sql) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    try {
      await client.query(begin);
      const result = await work(sqlInside(client));
      await client.query('commit');
      return result;
    } catch (error) {
      // where this fails too, the connection is not idle and goes
      await client.query('rollback').catch(() => {});
      throw error;
    }
  });
}

function sqlInside(client: pg.PoolClient): Sql {
  const tx: Sql = {
    query: (text, values) => run(client, text, values),
    transaction: (work) => work(tx),
  };
  return tx;
}
