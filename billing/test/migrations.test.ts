import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { billingMigrations, findViolations, type Sql } from '@cloudclass/billing';
import { testDatabase } from '@cloudclass/local-postgres';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sqlOn } from './billing-world.ts';

let sql: Sql;
let close: () => Promise<void>;
beforeAll(async () => {
  const made = await testDatabase();
  const pool = new pg.Pool({ connectionString: made.url });
  pool.on('error', () => {});
  sql = sqlOn(pool);
  close = async () => { await pool.end(); await made.close(); };
});
afterAll(() => close());

test('rows of the first schema are carried over, and the ledger still adds up', async () => {
  const [first, ...later] = billingMigrations;
  await sql.transaction(async (tx) => first?.up(tx));
  const [institution, learner, course, lab, used] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await sql.transaction((tx) => anEarlierHistory(tx, { institution, learner, course, lab, used }));
  for (const migration of later) await sql.transaction((tx) => migration.up(tx));
  expect(await sql.query('select lab_id, status from billing.hold order by status')).toEqual([{ lab_id: used, status: 'posted' }, { lab_id: lab, status: 'voided' }]);
  expect(await sql.query('select distinct institution_id from billing.posting union select institution_id from billing.usage_quarantine')).toEqual([{ institution_id: institution }]);
  expect(await findViolations({ sql })).toEqual([]);
});

interface Ids {
  readonly institution: string;
  readonly learner: string;
  readonly course: string;
  readonly lab: string;
  readonly used: string;
}

/** A grant of 100, of which 30 were spent outside of any usage we kept; two holds that ended; a report in quarantine. */
async function anEarlierHistory(tx: Sql, { institution, learner, course, lab, used }: Ids): Promise<void> {
  const [grant, spending, raw] = [randomUUID(), randomUUID(), randomUUID()];
  await tx.query(`insert into billing.credit_grant (id, op_key, institution_id, learner_id, course_id, amount, currency, kind, at) values ($1, 'g', $2, $3, $4, 100, 'KRW', 'paid', now())`, [grant, institution, learner, course]);
  await tx.query(`insert into billing.credit (learner_id, course_id, institution_id, currency, granted, posted) values ($1, $2, $3, 'KRW', 100, 30)`, [learner, course, institution]);
  await tx.query(`insert into billing.ledger_account (institution_id, kind, owner, currency) values ($1, 'credit-budget', '', 'KRW'), ($1, 'learner-credit', $2, 'KRW')`, [institution, `${learner}:${course}`]);
  for (const [journal, amount] of [[grant, 100], [spending, -30]] as const) {
    await tx.query(`insert into billing.journal (id, institution_id, op_key, kind, at) values ($1::uuid, $2, $1::text, 'grant', now())`, [journal, institution]);
    await tx.query(
      `insert into billing.posting (journal_id, account_id, currency, amount)
       select $1, id, 'KRW', case kind when 'credit-budget' then $2::bigint else -$2::bigint end from billing.ledger_account where institution_id = $3`,
      [journal, amount, institution],
    );
  }
  await tx.query(
    `insert into billing.hold (lab_id, institution_id, learner_id, course_id, amount, posted, status, placed_at)
     values ($1, $3, $4, $5, 50, 0, 'released', now()), ($2, $3, $4, $5, 50, 30, 'released', now())`,
    [lab, used, institution, learner, course],
  );
  await tx.query(
    `insert into billing.usage_raw (id, institution_id, source, event_id, revision, lab_id, learner_id, course_id, product_code, starts_at, ends_at, received_at)
     values ($1, $2, 's', 'e', 1, $3, $4, $5, 'none', now(), now(), now())`,
    [raw, institution, lab, learner, course],
  );
  await tx.query(`insert into billing.usage_quarantine (raw_id, code, detail, at) values ($1, 'PRICE_MISSING', '', now())`, [raw]);
}
