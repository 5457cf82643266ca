import { parseArgs } from 'node:util';
import { once } from 'node:events';
import { createAppServer } from './adapters/http/app-server.ts';
import { openDatabase } from './adapters/postgres/database.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { listenForChanges } from './adapters/postgres/changes.ts';
import { createHealthServer } from './composition/health-server.ts';
import { startActivity } from './composition/activity.ts';
import { startJobs } from './composition/jobs.ts';
import { createLog } from './composition/log.ts';
import { createServices, type Services } from './composition/services.ts';
import { createWeb } from './composition/web.ts';
import { allRoles, ConfigError, parseConfig, roleSchema, type Config, type Role } from './config.ts';
import { CodedError, lineOf } from './errors.ts';
import { createChangeHub } from './pages/change-notices.ts';

interface Part { close(): Promise<void> }

/** Which parts this process runs: `--roles web,activity,jobs`; all of them when nothing is said. */
function rolesOf(args: readonly string[]): readonly Role[] {
  const { values } = parseArgs({ args: [...args], options: { roles: { type: 'string' } } });
  if (values.roles === undefined || values.roles === 'all') return allRoles;
  const parsed = roleSchema.array().safeParse(values.roles.split(','));
  if (!parsed.success) throw new ConfigError([`--roles: name some of ${allRoles.join(', ')}, separated by commas`]);
  return parsed.data;
}

/** Longer than a proxy keeps an idle connection (a minute, as a rule): it would send a request on one that is being closed, and a learner would read 502. */
const KEPT_ALIVE_MILLISECONDS = 75_000;

async function startWeb(services: Services): Promise<Part> {
  const { config, log } = services;
  const hub = createChangeHub();
  const server = createAppServer(await createWeb(services, hub));
  server.keepAliveTimeout = KEPT_ALIVE_MILLISECONDS;
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const changes = listenForChanges({ url: config.DATABASE_URL, onChange: (change) => hub.changed(change), onGap: () => hub.gap(), onError: (error) => log.warn({ error }, 'the connection for changes broke') });
  return {
    async close() {
      await changes.close();
      server.close();
      // open event streams would keep the server for ever
      server.closeAllConnections();
    },
  };
}

/** Before anything is built: some of it reads secrets that all processes share from the database. */
async function bringSchemaUp({ DATABASE_URL: url }: Config): Promise<void> {
  const database = openDatabase({ url, maxConnections: 2 });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

const LAST_MILLISECONDS = 20_000;

/** Starts the roles and ends them on SIGTERM, SIGINT, or when the process that started this one is gone. */
async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const roles = rolesOf(process.argv.slice(2));
  const log = createLog({ level: config.LOG_LEVEL, roles });
  await bringSchemaUp(config);
  const services = await createServices(config, log);
  const parts: Part[] = [];
  if (roles.includes('web')) parts.push(await startWeb(services));
  else parts.push(await createHealthServer(services));
  if (roles.includes('activity')) parts.push(await startActivity(services));
  if (roles.includes('jobs')) parts.push(await startJobs(services));
  log.info('ready');

  let ending: Promise<void> | undefined;
  const end = (): void => {
    // every process may be killed at any instant, so one that cannot end in order is better gone
    setTimeout(() => process.exit(1), LAST_MILLISECONDS).unref();
    ending ??= (async () => {
      await Promise.allSettled(parts.map((part) => part.close()));
      await services.close();
      process.exit(0);
    })();
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}

main().catch((error: unknown) => {
  const line = error instanceof CodedError ? lineOf(error) : error instanceof ConfigError ? error.message : error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  process.stderr.write(`${line}\n`);
  process.exit(1);
});
