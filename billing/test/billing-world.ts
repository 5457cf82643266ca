import { testDatabase } from '@cloudclass/local-postgres';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { billingMigrations, createContract, createProduct, publishPrice, recordUsage, type BillingContext, type Contract, type CreditHolder, type Sql, type UsageInput, type UsageOutcome } from '@cloudclass/billing';

/** A database of its own with billing's schema, a clock that a test sets, and one priced product. */
export interface BillingWorld extends BillingContext {
  readonly clock: { now(): Date; set(at: string): void };
  close(): Promise<void>;
}

const template = {
  name: `billing_${billingMigrations.length}`,
  async prepare(url: string) {
    const pool = new pg.Pool({ connectionString: url });
    await sqlOn(pool).transaction(async (tx) => {
      for (const migration of billingMigrations) await migration.up(tx);
    });
    await pool.end();
  },
};

export const NOW = '2026-11-24T12:00:00Z';
export const PRODUCT = 'lab-standard';

export async function billingWorld(): Promise<BillingWorld> {
  const made = await testDatabase(template);
  const pool = new pg.Pool({ connectionString: made.url, max: 10 });
  // connections that are closing when the database is dropped
  pool.on('error', () => {});
  let now = new Date(NOW);
  const world: BillingWorld = {
    sql: sqlOn(pool),
    ids: { next: () => randomUUID() },
    clock: { now: () => now, set: (at) => void (now = new Date(at)) },
    async close() {
      await pool.end();
      await made.close();
    },
  };
  await createProduct(world, { code: PRODUCT, name: { ko: '표준 실습', en: 'Standard lab' }, unit: 'second' });
  await publishPrice(world, { product: PRODUCT, currency: 'KRW', amount: 600n, perSeconds: 3_600n, startsAt: new Date('2026-01-01T00:00:00Z'), by: 'test' });
  return world;
}

/** The `Sql` port on a pool, as small as it can be. */
export function sqlOn(pool: pg.Pool): Sql {
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) => (await pool.query<Row>(text, [...values])).rows,
    async transaction(work) {
      const client = await pool.connect();
      const tx: Sql = {
        query: async <Row extends object>(text: string, values: readonly unknown[] = []) => (await client.query<Row>(text, [...values])).rows,
        transaction: (inner) => inner(tx),
      };
      try {
        await client.query('begin');
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

/** An institution with a contract, and a learner of it in a course. */
export interface Customer extends CreditHolder {
  readonly contract: Contract;
}

export interface Terms {
  readonly discountBasisPoints?: number;
  readonly allowance?: bigint;
}

export async function newCustomer(world: BillingWorld, terms: Terms = {}): Promise<Customer> {
  const institutionId = randomUUID();
  const contract = await createContract(world, {
    institutionId,
    currency: 'KRW',
    discountBasisPoints: terms.discountBasisPoints ?? 0,
    allowance: terms.allowance ?? 0n,
    startsAt: new Date('2026-01-01T00:00:00Z'),
    endsAt: null,
  });
  return { institutionId, learnerId: randomUUID(), courseId: randomUUID(), contract };
}

/** An hour of a lab that began at 10:00, unless it is said otherwise. */
export function anHour(customer: CreditHolder, changes: Partial<UsageInput> = {}): UsageInput {
  const { institutionId, learnerId, courseId } = customer;
  return {
    source: 'test', eventId: randomUUID(), institutionId, learnerId, courseId, labId: randomUUID(), unitId: null, product: PRODUCT,
    startsAt: new Date('2026-11-24T10:00:00Z'), endsAt: new Date('2026-11-24T11:00:00Z'), ...changes,
  };
}

export function record(world: BillingWorld, usage: UsageInput): Promise<UsageOutcome> {
  return world.sql.transaction((tx) => recordUsage(world, tx, usage));
}

/** What is booked on an account of an institution, in minor units; debit is positive. */
export async function balanceOf(world: BillingWorld, institutionId: string, kind: string): Promise<bigint> {
  const [row] = await world.sql.query<{ balance: string }>(
    `select coalesce(sum(p.amount), 0)::text as balance from billing.posting p join billing.ledger_account a on a.id = p.account_id where a.institution_id = $1 and a.kind = $2`,
    [institutionId, kind],
  );
  return BigInt(row?.balance ?? 0);
}
