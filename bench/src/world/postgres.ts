import { startPostgres } from '@cloudclass/local-postgres';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { treeCpuMilliseconds } from '../measure/process-usage.ts';
import type { Scope } from '../run/scope.ts';
import { newFolder } from './folder.ts';

/** The server that everybody in a run shares. */
export interface Postgres {
  /** Makes an empty database. @returns its connection string */
  create(name: string): Promise<string>;
  /** Statements that clients have sent to a database, begin and commit included. */
  statements(name: string): Promise<number>;
  /** Processor time of the whole server so far, in milliseconds. */
  cpu(): number;
}

/** Starts a server that writes to disk as in production; it counts statements for everybody alike. */
export async function startServer(scope: Scope): Promise<Postgres> {
  const dataDir = newFolder(scope, 'pg');
  const server = scope.keep(await startPostgres({
    dataDir,
    port: 0,
    database: 'bench',
    persistent: false,
    settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': '5000', max_connections: '200' },
  }));
  const admin = new pg.Client({ connectionString: server.url });
  // a server that ends first, as on Ctrl-C, is no reason to crash
  admin.on('error', () => {});
  await admin.connect();
  scope.keep({ close: () => admin.end() });
  await admin.query('create extension pg_stat_statements');
  // the first line of this file is the server's process (PostgreSQL manual, "Database File Layout")
  const postmaster = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    cpu: () => treeCpuMilliseconds(postmaster),
    async create(name) {
      await admin.query(`create database ${admin.escapeIdentifier(name)}`);
      return new URL(`/${name}`, server.url).href;
    },
    async statements(name) {
      const { rows } = await admin.query<{ calls: string | null }>('select sum(calls) as calls from pg_stat_statements join pg_database d on d.oid = dbid where d.datname = $1', [name]);
      return Number(rows[0]?.calls ?? 0);
    },
  };
}
