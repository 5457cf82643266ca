import { createContract, createProduct, publishPrice, type BillingContext } from '@cloudclass/billing';
import { addPlatform, migrate, openDatabase, publishPack, randomIds, systemClock, type Database } from '@cloudclass/lti-tool';
import { loadPack } from '@cloudclass/plugin-loader';
import { join } from 'node:path';
import { one } from './rows.ts';
import { ROOT } from './root.ts';

/** An LMS as it is registered. */
export interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
}

/** What an institution has before its first learner comes. */
export interface School {
  readonly database: Database;
  readonly institutionId: string;
  readonly platformId: string;
  readonly pack: { readonly id: string; readonly version: string };
}

const PACK = 's3-static-site';
const HOURLY = 600n;
const ALLOWANCE = 5_000n;

/** Brings a database up to the newest schema and puts in an institution with its LMS, a price, a contract and a course pack. */
export async function openSchool(url: string, registration: Registration): Promise<School> {
  const database = openDatabase({ url, maxConnections: 4 });
  await migrate(database);
  const { deploymentId, ...addresses } = registration;
  const platformId = await addPlatform({ sql: database, ids: randomIds }, { institution: 'Bench University', institutionSlug: 'bench', deploymentIds: [deploymentId], ...addresses });
  const { id: institutionId } = await one<{ id: string }>(database, 'select id from institution where slug = $1', ['bench']);
  await openAccount({ sql: database, clock: systemClock, ids: randomIds }, institutionId);
  return { database, institutionId, platformId, pack: { id: PACK, version: await publishedVersion(database) } };
}

async function openAccount(context: BillingContext, institutionId: string): Promise<void> {
  const startsAt = new Date(Date.UTC(context.clock.now().getUTCFullYear(), 0, 1));
  await createProduct(context, { code: 'lab-standard', name: { ko: '표준 실습', en: 'Standard lab' }, unit: 'second' });
  await publishPrice(context, { product: 'lab-standard', currency: 'KRW', amount: HOURLY, perSeconds: 3_600n, startsAt, by: 'bench' });
  await createContract(context, { institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: ALLOWANCE, startsAt, endsAt: null });
}

async function publishedVersion(database: Database): Promise<string> {
  const loaded = await loadPack(join(ROOT, 'course-packs', PACK));
  if (!loaded.ok) throw new Error(`the course pack has faults: ${JSON.stringify(loaded.faults)}`);
  await publishPack({ sql: database, clock: systemClock, ids: randomIds }, loaded.pack, 'bench');
  return loaded.pack.manifest.version;
}
