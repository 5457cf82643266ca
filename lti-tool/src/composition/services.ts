import { createStripeProvider, type PaymentProvider } from '@cloudclass/billing';
import { createCloudFormationProvisioner } from '@cloudclass/cloudformation';
import { createHlsVideoSource, generateVideoKeys } from '@cloudclass/hls';
import { awsAccountIdSchema, type AccountAccess, type Provisioner, type VideoSource } from '@cloudclass/plugin-contract';
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { createLabAccounts } from '../adapters/aws/lab-accounts.ts';
import { lookUpRecords } from '../adapters/aws/look-up.ts';
import type { AwsSettings } from '../adapters/aws/settings.ts';
import { schedule } from '../adapters/jobs/job-runner.ts';
import { createPlatformServices } from '../adapters/ltijs/platform-services.ts';
import { createOutbound } from '../adapters/outbound/request.ts';
import { openDatabase, type Database } from '../adapters/postgres/database.ts';
import { gatherNotices, type GatheredNotices } from '../adapters/postgres/gathered-notices.ts';
import { createEmit, createEmitAll, notifyChange } from '../adapters/postgres/outbox.ts';
import { createSealer, deriveKey, type Sealer } from '../adapters/seal/sealer.ts';
import { openDuckDbWarehouse, type DuckDbWarehouse } from '../adapters/warehouse/duckdb-warehouse.ts';
import { randomIds, systemClock, type Clock, type Ids } from '../ports/clock.ts';
import type { Config } from '../config.ts';
import type { Emit, EmitAll, Notify } from '../ports/emit.ts';
import { createToolKeys, type ToolKeys } from '../features/identity/tool-keys.ts';
import type { LabAccounts } from '../features/labs/ports.ts';
import { createPacks, type Packs } from '../features/packs/packs.ts';
import type { PlatformProbe } from '../ports/platform-probe.ts';
import type { PlatformServices } from '../ports/platform-services.ts';
import { createPseudonyms } from '../domain/stream-event.ts';
import { pseudonymKey, sealingKeysOf, sharedSecret } from './shared-secret.ts';

/** Every adapter and port that the roles use, built once per process. */
export interface Services {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sql: Database;
  readonly database: Database;
  readonly emit: Emit;
  readonly emitAll: EmitAll;
  readonly notify: Notify;
  readonly notices: GatheredNotices;
  readonly sealer: Sealer;
  readonly launchStateKey: Uint8Array;
  readonly outbound: ReturnType<typeof createOutbound>;
  readonly toolKeys: ToolKeys;
  readonly packs: Packs;
  readonly accounts: LabAccounts;
  readonly provisioner: Provisioner;
  readonly platformServices: PlatformServices & { readonly probe: PlatformProbe };
  readonly videos: VideoSource;
  readonly warehouse: DuckDbWarehouse;
  readonly payments: PaymentProvider | undefined;
  readonly pseudonymOf: (personId: string) => string;
  readonly learnerRoleArn: (accountId: string) => string;
  readonly lookUpRecords: (access: AccountAccess, since: Date) => Promise<unknown[]>;
  readonly schedule: typeof schedule;
  readonly jitter: () => number;
  readonly awsEndpoint: string | undefined;
  readonly publicUrl: string;
  close(): Promise<void>;
}

/** Builds every adapter from the configuration. Nothing listens and nothing is asked for work yet. */
export async function createServices(config: Config, log: Logger): Promise<Services> {
  const clock = systemClock;
  const ids = randomIds;
  const database = openDatabase({ url: config.DATABASE_URL, maxConnections: 20, onError: (error) => log.warn({ error }, 'a database connection broke') });
  const keys = sealingKeysOf(config);
  const sealer = createSealer(keys.sealingKey, keys.previous);
  const outbound = createOutbound({ allowPrivateAddresses: config.ALLOW_PRIVATE_ADDRESSES });
  const toolKeys = createToolKeys({ sql: database, clock, sealer });
  const platformServices = createPlatformServices({ databaseUrl: config.DATABASE_URL, sealer, outbound, clock, sign: toolKeys.sign, allowPrivateAddresses: config.ALLOW_PRIVATE_ADDRESSES });
  const aws = awsSettings(config);
  const accounts = createLabAccounts(aws, clock);
  const warehouse = await openDuckDbWarehouse(config.WAREHOUSE_DIR);
  const notices = gatherNotices(database, (error) => log.warn({ error }, 'open pages could not be told of a change'));
  return {
    config, log, clock, ids, database, sealer, outbound, toolKeys, accounts, warehouse, platformServices, notices,
    sql: database,
    emit: createEmit({ clock, ids }),
    emitAll: createEmitAll({ clock, ids }),
    notify: notifyChange,
    packs: createPacks(database),
    provisioner: createCloudFormationProvisioner({ endpoint: config.AWS_ENDPOINT_URL }),
    videos: await createVideos(config, database, sealer),
    payments: config.STRIPE_SECRET_KEY === undefined ? undefined : createStripeProvider({ secretKey: config.STRIPE_SECRET_KEY, apiUrl: config.STRIPE_API_URL }),
    pseudonymOf: createPseudonyms(await pseudonymKey(database, sealer, keys)),
    learnerRoleArn: (accountId) => accounts.learnerRoleArn(awsAccountIdSchema.parse(accountId)),
    lookUpRecords: (access, since) => lookUpRecords(aws, access, since),
    schedule,
    jitter: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    awsEndpoint: config.AWS_ENDPOINT_URL,
    publicUrl: config.PUBLIC_URL,
    launchStateKey: deriveKey(keys.sealingKey, 'launch-state'),
    async close() {
      await Promise.allSettled([platformServices.close(), warehouse.close(), notices.flush()]);
      await database.close();
    },
  };
}

function awsSettings(config: Config): AwsSettings {
  return { region: config.AWS_REGION, endpoint: config.AWS_ENDPOINT_URL, federationUrl: config.AWS_FEDERATION_URL, consoleUrl: config.AWS_CONSOLE_URL, issuerUrl: config.PUBLIC_URL, accountMailbox: config.ACCOUNT_EMAIL };
}

/** The embedded edge's key pair is made once and shared, sealed, by every process. */
async function createVideos(config: Config, database: Database, sealer: Sealer): Promise<VideoSource> {
  const keys = JSON.parse(await sharedSecret(database, sealer, 'video-keys', async () => JSON.stringify(await generateVideoKeys()))) as Awaited<ReturnType<typeof generateVideoKeys>>;
  return createHlsVideoSource({ baseUrl: config.PUBLIC_URL.replace(/\/$/, ''), keyPairId: 'cloudclass', ...keys });
}
