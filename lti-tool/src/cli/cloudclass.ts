import { addPackCommands, checkPack } from '@cloudclass/pack-cli';
import { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { ensureOrganization } from '../adapters/aws/organization.ts';
import { createPlatformServices } from '../adapters/ltijs/platform-services.ts';
import { createOutbound } from '../adapters/outbound/request.ts';
import { openDatabase, type Database } from '../adapters/postgres/database.ts';
import { notifyChange } from '../adapters/postgres/outbox.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { createSealer } from '../adapters/seal/sealer.ts';
import { randomIds, systemClock } from '../ports/clock.ts';
import { checkOnePlatform } from '../composition/platform-check.ts';
import { reseal } from '../composition/reseal.ts';
import { sealingKeysOf } from '../composition/shared-secret.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { CodedError, lineOf } from '../errors.ts';
import { createToolKeys } from '../features/identity/tool-keys.ts';
import { publishPack } from '../composition/publish-pack.ts';
import type { CheckReport } from '../features/platform-check/report.ts';
import { addCatalogCommands } from './catalog-commands.ts';
import { addContractCommands } from './contract-commands.ts';
import { addGradeCommands } from './grade-commands.ts';
import { addKeyCommands, type KeyWorkshop } from './key-commands.ts';
import { addPaymentCommands } from './payment-commands.ts';
import { addPersonCommands } from './person-commands.ts';
import { addPlatformCommands } from './platform-commands.ts';
import { addRegistrationCommands } from './registration-commands.ts';

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

/** The address of the server, which need not be running, nor its database be there. */
function publicUrl(): string {
  const anything = { SEALING_KEY: Buffer.alloc(32).toString('base64'), DATABASE_URL: 'postgres://localhost/any' };
  return parseConfig({ ...anything, ...process.env }).PUBLIC_URL;
}

/** A check signs with the tool's keys, so the sealing key must be the server's. */
async function check(id: string): Promise<CheckReport | undefined> {
  const config = parseConfig(process.env);
  const { DATABASE_URL: databaseUrl, ALLOW_PRIVATE_ADDRESSES: allowPrivateAddresses } = config;
  return withDatabase(async (sql) => {
    const { sealingKey, previous } = sealingKeysOf(config);
    const sealer = createSealer(sealingKey, previous);
    const toolKeys = createToolKeys({ sql, clock: systemClock, sealer });
    const outbound = createOutbound({ allowPrivateAddresses });
    const platformServices = createPlatformServices({ databaseUrl, sealer, outbound, clock: systemClock, sign: toolKeys.sign, allowPrivateAddresses });
    try {
      return await checkOnePlatform({ sql, clock: systemClock, outbound, publicUrl: config.PUBLIC_URL, toolKeys, platformServices }, id);
    } finally {
      await platformServices.close();
    }
  });
}

/** The keys that the environment and the database hold; here the sealing key has to be the real one. */
async function withKeys(work: (workshop: KeyWorkshop) => Promise<void>): Promise<void> {
  const keys = sealingKeysOf(parseConfig(process.env));
  await withDatabase((sql) => work({
    sql,
    toolKeys: createToolKeys({ sql, clock: systemClock, sealer: createSealer(keys.sealingKey, keys.previous) }),
    replacing: keys.previous !== undefined,
    reseal: () => reseal(sql, keys),
  }));
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
      const loaded = await checkPack(folder);
      if (!loaded.ok) {
        loaded.faults.forEach((fault) => print(`${fault.file}:${fault.line}: ${fault.code} ${fault.message}`));
        return setExitCode(1);
      }
      const { id, version } = loaded.pack.manifest;
      const outcome = await withDatabase((database) => publishPack({ sql: database, clock: systemClock, ids: randomIds }, loaded.pack, 'cloudclass pack publish'));
      print(`${id} ${version}: ${outcome}`);
    });
}

/** The `cloudclass` command. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const program = new Command('cloudclass').description('hands-on AWS labs inside the LMS').showHelpAfterError();
  addMigrate(program);
  const platform = addPlatformCommands(program, { withSql: (work) => withDatabase(work), ids: randomIds, print });
  const randomText = (): string => randomBytes(32).toString('base64url');
  addRegistrationCommands(platform, { withSql: (work) => withDatabase(work), check, clock: systemClock, ids: randomIds, randomText, publicUrl, print, setExitCode });
  addKeyCommands(program, { withKeys, clock: systemClock, ids: randomIds, print });
  addGradeCommands(program, { withSql: (work) => withDatabase(work), ids: randomIds, clock: systemClock, notify: notifyChange, print });
  const sales = { withSql: (work: (sql: Database) => Promise<void>) => withDatabase(work), clock: systemClock, ids: randomIds, print };
  addCatalogCommands(program, sales);
  addContractCommands(program, sales);
  addPaymentCommands(program, sales);
  addPersonCommands(program, sales);
  addPool(program);
  addPublish(addPackCommands(program, { out: print, setExitCode }));
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof ConfigError || (error instanceof Error && 'code' in error)) {
      process.stderr.write(`${error instanceof CodedError ? lineOf(error) : error.message}\n`);
      return setExitCode(1);
    }
    throw error;
  }
}
