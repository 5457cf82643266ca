import { addPackCommands } from '@cloudclass/pack-cli';
import { loadPack } from '@cloudclass/plugin-loader';
import { Command } from 'commander';
import { ensureOrganization } from '../adapters/aws/organization.ts';
import { openDatabase, type Database } from '../adapters/postgres/database.ts';
import { notifyChange } from '../adapters/postgres/outbox.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { randomIds, systemClock } from '../clock.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { publishPack } from '../features/packs/packs.ts';
import { addGradeCommands } from './grade-commands.ts';
import { addPlatformCommands } from './platform-commands.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const setExitCode = (code: number): void => { process.exitCode = code; };

/** Opens the database that DATABASE_URL names for one command. Only what a command needs must be configured. */
async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const anySealingKey = Buffer.alloc(32).toString('base64');
  const { DATABASE_URL: url } = parseConfig({ SEALING_KEY: anySealingKey, ...process.env });
  const database = openDatabase({ url, maxConnections: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(() => withDatabase(async (database) => {
      const names = await migrate(database);
      print(names.length === 0 ? 'the schema is the newest' : names.map((name) => `applied ${name}`).join('\n'));
    }));
}

function addPool(program: Command): void {
  program
    .command('pool')
    .description('the AWS accounts that labs run in')
    .command('prepare')
    .description('make the AWS organization the accounts belong to; run once, with credentials of the account that shall manage it')
    .action(async () => print(`organization: ${await ensureOrganization({ endpoint: process.env.AWS_ENDPOINT_URL })}`));
}

function addPublish(pack: Command): void {
  pack
    .command('publish')
    .description('publish a version of a pack, once and for all')
    .argument('<folder>', 'folder of the pack')
    .action(async (folder: string) => {
      const loaded = await loadPack(folder);
      if (!loaded.ok) {
        loaded.faults.forEach((fault) => print(`${fault.file}:${fault.line}: ${fault.code} ${fault.message}`));
        return setExitCode(1);
      }
      const { id, version } = loaded.pack.manifest;
      const outcome = await withDatabase((database) => publishPack({ sql: database, clock: systemClock }, loaded.pack));
      print(`${id} ${version}: ${outcome}`);
    });
}

/** The `cloudclass` command. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const program = new Command('cloudclass').description('hands-on AWS labs inside the LMS').showHelpAfterError();
  addMigrate(program);
  addPlatformCommands(program, { withSql: (work) => withDatabase(work), ids: randomIds, print });
  addGradeCommands(program, { withSql: (work) => withDatabase(work), ids: randomIds, clock: systemClock, notify: notifyChange, print });
  addPool(program);
  addPublish(addPackCommands(program, { out: print, setExitCode }));
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof ConfigError || (error instanceof Error && 'code' in error)) {
      process.stderr.write(`${error.message}\n`);
      return setExitCode(1);
    }
    throw error;
  }
}
