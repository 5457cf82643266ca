import { Umzug } from 'umzug';
import { billingMigrations } from '@cloudclass/billing';
import { runMigrations as migrateJobs } from 'graphile-worker';
import type { Database } from './database.ts';
import type { Sql } from '../../ports/sql.ts';
import * as core from '../../../migrations/2026-11-24T1300__core.ts';
import * as tenants from '../../../migrations/2026-11-25T0010__tenants.ts';
import * as registration from '../../../migrations/2026-11-25T0030__registration.ts';
import * as services from '../../../migrations/2026-11-25T0040__services.ts';
import * as activityConfiguration from '../../../migrations/2026-11-25T0050__activity_configuration.ts';
import * as moneyIndexes from '../../../migrations/2026-11-25T0100__money-indexes.ts';
import * as linkMembers from '../../../migrations/2026-11-26T0010__link-members.ts';
import * as handedIn from '../../../migrations/2026-11-26T1300__handed-in.ts';
import * as chosenLanguage from '../../../migrations/2026-11-26T1700__chosen-language.ts';
import * as labsByTime from '../../../migrations/2026-11-26T1700__labs-by-time.ts';
import * as staffLanguage from '../../../migrations/2026-11-26T2030__staff-language.ts';
import * as accountsMadeAhead from '../../../migrations/2026-11-26T2330__accounts-made-ahead.ts';
import * as budgetCurrency from '../../../migrations/2026-11-27T0020__budget-currency.ts';
import * as streamLag from '../../../migrations/2026-11-27T0030__stream-lag.ts';
import * as isolateAdjustments from '../../../migrations/2026-11-27T0120__isolate-adjustments.ts';
import * as erasing from '../../../migrations/2026-11-27T0140__erasing.ts';
import { ensureTenantRole } from './tenant-role.ts';

export interface Migration {
  readonly name: string;
  up(sql: Sql): Promise<void>;
}

/** Every migration in order of its time stamp. One that has landed is never edited. */
export const migrations: readonly Migration[] = [core, tenants, registration, services, activityConfiguration, moneyIndexes, linkMembers, handedIn, chosenLanguage, labsByTime, staffLanguage, accountsMadeAhead, budgetCurrency, streamLag, isolateAdjustments, erasing, ...billingMigrations].toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Any number will do, as long as every process uses the same. */
const MIGRATION_LOCK = 7_204_113;

/**
 * Brings the database to the newest schema. Several processes may call it at once: they take turns.
 * @returns the names of the migrations that ran
 * @throws DATABASE_ROLE_MISSING
 */
export async function migrate(database: Database): Promise<string[]> {
  await migrateJobs({ pgPool: database.pool });
  return database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await ensureTenantRole(tx);
    await tx.query('create table if not exists migration (name text primary key, at timestamptz not null default now())');
    const umzug = new Umzug<Sql>({
      migrations: migrations.map(({ name, up }) => ({ name, up: () => up(tx) })),
      context: tx,
      storage: {
        logMigration: async ({ name }) => void (await tx.query('insert into migration (name) values ($1)', [name])),
        unlogMigration: async ({ name }) => void (await tx.query('delete from migration where name = $1', [name])),
        executed: async () => (await tx.query<{ name: string }>('select name from migration order by name')).map((row) => row.name),
      },
      logger: undefined,
    });
    return (await umzug.up()).map((migration) => migration.name);
  });
}
