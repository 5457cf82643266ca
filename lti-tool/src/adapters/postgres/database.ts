import pg from 'pg';
import type { Sql } from '../../sql.ts';

export interface Database extends Sql {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections this process may hold. */
  readonly maxConnections?: number;
  readonly statementTimeoutMilliseconds?: number;
  readonly onError?: (error: Error) => void;
}

/**
 * Opens a pool of connections and gives the `Sql` door to it. Statements are prepared once per connection by their text.
 * @param options.url a PostgreSQL connection string
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMilliseconds ?? 30_000,
    application_name: 'cloudclass',
  });
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', (error) => options.onError?.(error));
  return { ...sqlOn(pool), pool, close: () => pool.end() };
}

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

async function run<Row extends object>(client: pg.Pool | pg.PoolClient, text: string, values?: readonly unknown[]): Promise<Row[]> {
  // a statement without values may hold several commands, which cannot be prepared
  if (values === undefined || values.length === 0) return (await client.query<Row>(text)).rows;
  const name = nameOf(text);
  const result = await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) });
  return result.rows;
}

function sqlOn(pool: pg.Pool): Sql {
  return {
    query: (text, values) => run(pool, text, values),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // the pool listens to idle connections only: one that breaks while it is checked out would end the process
      const onBreak = (error: Error): void => { broken = error; };
      client.on('error', onBreak);
      try {
        await client.query('begin');
        const result = await work(sqlInside(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((cause: Error) => { broken = cause; });
        throw error;
      } finally {
        client.off('error', onBreak);
        client.release(broken);
      }
    },
  };
}

function sqlInside(client: pg.PoolClient): Sql {
  const tx: Sql = {
    query: (text, values) => run(client, text, values),
    transaction: (work) => work(tx),
  };
  return tx;
}
