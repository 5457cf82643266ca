import { startLocalAws } from '@cloudclass/local-aws';
import { startLocalIdp } from '@cloudclass/local-idp';
import { startLocalLms } from '@cloudclass/local-lms';
import { startPostgres } from '@cloudclass/local-postgres';
import { startLocalStripe } from '@cloudclass/local-stripe';
import { ensureOrganization, migrate, openDatabase } from '@cloudclass/lti-tool';
import { join } from 'node:path';
import { offerToCommands } from './command-environment.ts';
import { loadDemoData } from './demo-data.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { StartError } from './start-error.ts';
import { startTool, untilReady, type ToolProcess } from './tool-process.ts';

export interface EverythingOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** Another database than the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Which roles run in which process: one entry per process. */
  readonly processes?: readonly string[];
  /** Name under which browsers reach the tool, where it is not 127.0.0.1. */
  readonly toolHost?: string;
  readonly say: (line: string) => void;
}

export interface Everything {
  readonly urls: { readonly tool: string; readonly lms: string; readonly aws: string; readonly stripe: string; readonly idp: string; readonly database: string };
  readonly stripe: Awaited<ReturnType<typeof startLocalStripe>>;
  readonly lms: Awaited<ReturnType<typeof startLocalLms>>;
  readonly aws: Awaited<ReturnType<typeof startLocalAws>>;
  /** The tool's processes by their roles. */
  readonly tools: ReadonlyMap<string, ToolProcess>;
  /** Starts a process of the tool again after it was killed. */
  restart(roles: string): Promise<void>;
  close(): Promise<void>;
}

const OIDC_CLIENT_ID = 'cloudclass';
/** The local AWS keeps organization and streams in its home Region. */
const CONTROL_REGION = 'us-east-1';
const ALL_ROLES = 'web,activity,jobs';

/**
 * Starts the database, the stand-ins and the tool, and puts in the demo data. Whatever fails on the way, what was started is ended.
 * @throws StartError when something stands in the way that a person can mend
 */
export async function startEverything(options: EverythingOptions): Promise<Everything> {
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close().catch(() => {});
  };
  try {
    return await start(options, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(options: EverythingOptions, closers: (() => Promise<unknown>)[], closeAll: () => Promise<void>): Promise<Everything> {
  const { ports, dataDir, secrets, say } = options;
  const toolUrl = `http://${options.toolHost ?? '127.0.0.1'}:${ports.tool}`;
  const keep = async <T extends { close(): Promise<unknown> }>(label: string, starting: Promise<T>): Promise<T> => {
    const started = await starting;
    closers.push(() => started.close());
    say(label);
    return started;
  };
  const database = await openDatabaseOf(options, keep);
  const [aws, stripe, lms, idp] = await Promise.all([
    keep('AWS endpoint', startLocalAws({ port: ports.aws, dataDir: join(dataDir, 'aws'), activityStream: 'cloudclass-activity' })),
    keep('payments', startLocalStripe({ port: ports.stripe, dataDir: join(dataDir, 'stripe'), webhook: { url: `${toolUrl}/stripe/webhook`, secret: secrets.webhookSecret } })),
    keep('LMS', startLocalLms({ port: ports.lms, dataDir: join(dataDir, 'lms'), toolUrl, secondLab: true })),
    keep('staff sign-in', startLocalIdp({ port: ports.idp, dataDir: join(dataDir, 'idp'), clients: [{ clientId: OIDC_CLIENT_ID, clientSecret: secrets.oidcClientSecret, redirectUris: [`${toolUrl}/staff/callback`] }] })),
  ]);
  await ensureOrganization({ endpoint: aws.url, credentials: aws.managementCredentials });
  await prepareDatabase(database);
  await loadDemoData(database, { packsDir: join(options.root, 'course-packs'), registrations: [lms.registration] });
  say('demo data');
  const urls = { tool: toolUrl, lms: lms.url, aws: aws.url, stripe: stripe.url, idp: idp.url, database };
  const environment = toolEnvironment(options, { ...urls, oidcIssuer: idp.issuer, awsKeys: aws.managementCredentials });
  const offered = offerToCommands(dataDir, environment);
  closers.push(() => offered.close());
  const tools = new Map<string, ToolProcess>();
  const launch = async (roles: string): Promise<void> => {
    const logFile = join(dataDir, 'logs', `${roles.replaceAll(',', '-')}.log`);
    // only the web role has the tool's port; health of the others is theirs alone
    const port = roles.includes('web') ? String(ports.tool) : '0';
    const tool = startTool({ roles, cwd: options.root, logFile, environment: { ...environment, PORT: port } });
    tools.set(roles, tool);
    if (roles.includes('web')) await untilReady(tool, `http://127.0.0.1:${ports.tool}`, logFile);
  };
  closers.push(async () => void (await Promise.all([...tools.values()].map((tool) => tool.stop()))));
  for (const roles of options.processes ?? [ALL_ROLES]) await launch(roles);
  say('Cloudclass');
  return { urls, stripe, lms, aws, tools, restart: launch, close: closeAll };
}

type Keep = <T extends { close(): Promise<unknown> }>(label: string, starting: Promise<T>) => Promise<T>;

async function openDatabaseOf({ databaseUrl, dataDir, ports }: EverythingOptions, keep: Keep): Promise<string> {
  if (databaseUrl !== undefined) return checkedUrl(databaseUrl);
  const postgres = await keep('PostgreSQL', startPostgres({ dataDir: join(dataDir, 'postgres'), port: ports.postgres, database: 'cloudclass' }).catch((error: unknown) => {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }));
  return postgres.url;
}

/** Its value is not repeated: it may hold a password. */
function checkedUrl(text: string): string {
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new StartError('DATABASE_URL is no address of a PostgreSQL database: write postgres://user:password@host:5432/name, or leave it out to use the embedded one.');
}

async function prepareDatabase(url: string): Promise<void> {
  const database = openDatabase({ url, maxConnections: 2 });
  try {
    await migrate(database);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The database that DATABASE_URL names cannot be used (${reason}): correct the address, or leave it out to use the embedded one.`, { cause: error });
  } finally {
    await database.close();
  }
}

interface Addresses {
  readonly tool: string;
  readonly aws: string;
  readonly stripe: string;
  readonly database: string;
  readonly oidcIssuer: string;
  readonly awsKeys: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The tool gets what it needs and nothing else of this process's environment. */
function toolEnvironment({ root, dataDir, secrets }: EverythingOptions, addresses: Addresses): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_OPTIONS: '--max-old-space-size=384',
    PUBLIC_URL: addresses.tool,
    DATABASE_URL: addresses.database,
    SEALING_KEY: secrets.sealingKey,
    ALLOW_PRIVATE_ADDRESSES: 'true',
    AWS_ENDPOINT_URL: addresses.aws,
    AWS_REGION: CONTROL_REGION,
    AWS_ACCESS_KEY_ID: addresses.awsKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: addresses.awsKeys.secretAccessKey,
    AWS_FEDERATION_URL: `${addresses.aws}/federation`,
    AWS_CONSOLE_URL: `${addresses.aws}/console`,
    STRIPE_SECRET_KEY: 'sk_test_local',
    STRIPE_WEBHOOK_SECRET: secrets.webhookSecret,
    STRIPE_API_URL: addresses.stripe,
    OIDC_ISSUER: addresses.oidcIssuer,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
    PACKS_DIR: join(root, 'course-packs'),
    WAREHOUSE_DIR: join(dataDir, 'warehouse'),
  };
}
