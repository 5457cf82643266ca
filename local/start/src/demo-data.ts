import { createContract, createProduct, findContract, pricesOf, publishPrice, type BillingContext } from '@cloudclass/billing';
import { addPlatform, openDatabase, publishPack, randomIds, systemClock, type Database } from '@cloudclass/lti-tool';
import { loadPacks } from '@cloudclass/plugin-loader';
import type { PlatformRegistration } from '@cloudclass/local-lms';
import { StartError } from './start-error.ts';

const INSTITUTION = { name: '하늘대학교 Haneul University', slug: 'haneul' };
const UNIT = '컴퓨터공학부 School of Computing';
const MONTHLY_BUDGET = 300_000n;
const ALLOWANCE = 5_000n;
const HOURLY = 600n;
const DISCOUNT_BASIS_POINTS = 1_000;

/** Puts in what a newcomer needs to see everything: an institution with its LMS, a contract, a price, the packs. Safe to repeat. */
export async function loadDemoData(databaseUrl: string, options: { readonly packsDir: string; readonly registrations: readonly PlatformRegistration[] }): Promise<void> {
  const database = openDatabase({ url: databaseUrl, maxConnections: 2 });
  try {
    for (const registration of options.registrations) await register(database, registration);
    await loadCommerce(database);
    await publishAll(database, options.packsDir);
  } finally {
    await database.close();
  }
}

function register(database: Database, { issuer, clientId, deploymentId, authorizationUrl, tokenUrl, jwksUrl }: PlatformRegistration): Promise<unknown> {
  return addPlatform({ sql: database, ids: randomIds }, { institution: INSTITUTION.name, institutionSlug: INSTITUTION.slug, issuer, clientId, deploymentIds: [deploymentId], authorizationUrl, tokenUrl, jwksUrl });
}

async function loadCommerce(database: Database): Promise<void> {
  const context: BillingContext = { sql: database, clock: systemClock, ids: randomIds };
  const [institution] = await database.query<{ id: string }>(
    `update institution set monthly_budget = coalesce(monthly_budget, $2), monthly_budget_currency = coalesce(monthly_budget_currency, 'KRW') where slug = $1 returning id`,
    [INSTITUTION.slug, MONTHLY_BUDGET.toString()],
  );
  if (institution === undefined) throw new StartError('The demo institution could not be made: start again with "npm start -- --reset".');
  await database.query('insert into business_unit (id, institution_id, name) values ($1, $2, $3) on conflict do nothing', [randomIds.next(), institution.id, UNIT]);
  await createProduct(context, { code: 'lab-standard', name: { ko: '표준 실습', en: 'Standard lab' }, unit: 'second' });
  const startOfYear = new Date(Date.UTC(systemClock.now().getUTCFullYear(), 0, 1));
  if ((await pricesOf(database, 'lab-standard', 'KRW')).length === 0) await publishPrice(context, { product: 'lab-standard', currency: 'KRW', amount: HOURLY, perSeconds: 3_600n, startsAt: startOfYear, by: 'demo data' });
  if ((await findContract(database, institution.id, systemClock.now())) !== undefined) return;
  await createContract(context, { institutionId: institution.id, currency: 'KRW', discountBasisPoints: DISCOUNT_BASIS_POINTS, allowance: ALLOWANCE, startsAt: startOfYear, endsAt: null });
}

async function publishAll(database: Database, packsDir: string): Promise<void> {
  for (const [folder, loaded] of await loadPacks(packsDir)) {
    if (!loaded.ok) throw new StartError(`The course pack ${folder} has faults: npx cloudclass pack lint ${packsDir}/${folder} lists them.`);
    await publishPack({ sql: database, clock: systemClock, ids: randomIds }, loaded.pack, 'demo data');
  }
}
