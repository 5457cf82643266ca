import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from './postgres.ts';

/** The test run's shared server announces itself here; without it a test starts a server of its own. */
export const TEST_SERVER_VARIABLE = 'CLOUDCLASS_TEST_POSTGRES';

export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** What a template holds: a name for it, and how to fill an empty database. */
export interface Template {
  readonly name: string;
  prepare(url: string): Promise<void>;
}

/** Starts a server for tests: free port, folder of its own, no fsync, gone on close. */
export function startTestServer(): Promise<RunningPostgres> {
  return startPostgres({
    dataDir: mkdtempSync(join(tmpdir(), 'cloudclass-test-pg-')),
    port: 0,
    database: 'postgres',
    persistent: false,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  });
}

/**
 * A fresh database of this test's own, cloned from a template in a few milliseconds.
 * @param template how to fill it; made once per server, whoever asks first
 */
export async function testDatabase(template?: Template): Promise<TestDatabase> {
  const shared = process.env[TEST_SERVER_VARIABLE];
  const own = shared === undefined ? await startTestServer() : undefined;
  const admin = new pg.Client({ connectionString: shared ?? own?.url });
  await admin.connect();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const from = template === undefined ? 'template1' : await templateDatabase(admin, template);
  await admin.query(`create database ${name} template ${from}`);
  return {
    url: urlOf(admin, name),
    async close() {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
      await own?.close();
    },
  };
}

/** Makes the template under a lock, so that test files that run side by side make it once. */
async function templateDatabase(admin: pg.Client, template: Template): Promise<string> {
  const name = `template_${template.name.replace(/[^a-z0-9_]/g, '_')}`;
  await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rows } = await admin.query<{ ready: boolean }>('select datistemplate as ready from pg_database where datname = $1', [name]);
    if (rows[0]?.ready === true) return name;
    // one that is not marked ready was left by a run that died on the way
    await admin.query(`drop database if exists ${name}`);
    await admin.query(`create database ${name}`);
    await template.prepare(urlOf(admin, name));
    await admin.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
}

function urlOf(client: pg.Client, database: string): string {
  const { user, password, host, port } = client;
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}
