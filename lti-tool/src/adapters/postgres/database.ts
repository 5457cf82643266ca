import pg from 'pg';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { inTransaction, run } from './statements.ts';
import { sqlOfInstitution, tenantUrl } from './tenant-sql.ts';

/** The whole database, for what serves all institutions: launches, jobs, staff of ours. */
export interface Database extends Sql {
  readonly pool: pg.Pool;
  /** The rows of one institution and nothing else, held by row-level security; for everything a session of it asks. */
  forInstitution(institutionId: InstitutionId): Sql;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections this process may hold for the whole database, and as many again for institutions. */
  readonly maxConnections?: number;
  readonly statementTimeoutMilliseconds?: number;
  readonly onError?: (error: Error) => void;
}

/**
 * Opens a pool of connections and gives the `Sql` door to it. Statements are prepared once per connection by their text.
 * Institutions have connections of their own, which are opened when the first one asks.
 * @param options.url a PostgreSQL connection string
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options, { connectionString: options.url, application_name: 'cloudclass' });
  const tenants = openPool(options, { connectionString: tenantUrl(options.url), application_name: 'cloudclass-tenant', pipeline: true });
  return {
    query: (text, values) => run(pool, text, values),
    transaction: (work) => inTransaction(pool, 'begin', work),
    pool,
    forInstitution: (institutionId) => sqlOfInstitution(tenants, institutionId),
    close: async () => void (await Promise.all([pool.end(), tenants.end()])),
  };
}

/** How long a statement may wait for a connection. When a class begins together the queue is long for some seconds, and it moves. */
const CONNECTION_MILLISECONDS = 15_000;

/**
 * How long a connection that nobody needs stays. A new one costs a process of the server, a sign-in, and the plans of all its statements again: with the driver's
 * ten seconds a lone launch waited three times as long as on one that was there (docs/performance.md).
 */
const REST_MILLISECONDS = 10 * 60_000;

function openPool({ maxConnections, statementTimeoutMilliseconds, onError }: DatabaseOptions, config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    max: maxConnections ?? 10,
    connectionTimeoutMillis: CONNECTION_MILLISECONDS,
    idleTimeoutMillis: REST_MILLISECONDS,
    // a firewall on the way forgets a connection on which nothing is said
    keepAlive: true,
    statement_timeout: statementTimeoutMilliseconds ?? 30_000,
    ...config,
  });
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', (error) => onError?.(error));
  return pool;
}
