import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { draftInvoice, findViolations, grantCredit, placeHold, recordUsage, runReconciliation, type Sql } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { anHour, billingWorld, newCustomer, record, type BillingWorld, type Customer } from './billing-world.ts';

let world: BillingWorld;
let customer: Customer;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());
beforeEach(async () => {
  customer = await newCustomer(world);
  await grantCredit(world, { ...customer, amount: 1_000n, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
  const labId = randomUUID();
  await world.sql.transaction((tx) => placeHold(world, tx, { ...customer, labId, amount: 150n, currency: 'KRW' }));
  await record(world, anHour(customer));
  await draftInvoice(world, { institutionId: customer.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') });
});

/** Does what the database would refuse, and takes it back after it was looked at. */
async function broken(statements: readonly string[]): Promise<string[]> {
  let found: string[] = [];
  const looked = new Error('looked');
  await world.sql.transaction(async (tx) => {
    await tx.query(`set local session_replication_role = 'replica'`);
    for (const statement of statements) await tx.query(statement.replaceAll('$institution', `'${customer.institutionId}'`).replaceAll('$id', `'${randomUUID()}'`));
    found = (await findViolations({ sql: tx })).map(({ invariant }) => invariant);
    throw looked;
  }).catch((error: unknown) => { if (error !== looked) throw error; });
  return [...new Set(found)].toSorted();
}

const THE_LINE = '(select id from billing.invoice_line where institution_id = $institution)';
const THE_RATED = '(select id from billing.usage_rated where institution_id = $institution)';

// each rule of the nightly check is broken once, so that one that sees nothing is noticed
test.each<[string, readonly string[]]>([
  ['postings of a journal sum to zero', [`update billing.posting set amount = amount + 1 where institution_id = $institution and account_id = (select id from billing.ledger_account where institution_id = $institution and kind = 'revenue')`]],
  ['no journal crosses currencies', [`update billing.posting set currency = 'USD' where institution_id = $institution and account_id in (select id from billing.ledger_account where institution_id = $institution and kind = 'revenue')`]],
  ["a credit's balance equals its postings", ['update billing.credit set posted = posted - 1 where institution_id = $institution']],
  ["a credit's grants equal its balance and what expired", ['update billing.credit_grant set amount = amount + 1 where institution_id = $institution']],
  ['no credit is overdrawn', ['alter table billing.credit drop constraint credit_check', 'update billing.credit set held = granted where institution_id = $institution']],
  ['held credit equals the open holds', ['update billing.hold set amount = amount - 1 where institution_id = $institution']],
  ['the latest revision of every report is rated or in quarantine', [`insert into billing.usage_quarantine (raw_id, institution_id, code, detail, at) select id, institution_id, 'X', '', now() from billing.usage_raw where institution_id = $institution`]],
  ['one revision of a report stands', [
    `insert into billing.usage_raw select (jsonb_populate_record(u, jsonb_build_object('id', $id, 'revision', 2))).* from billing.usage_raw u where institution_id = $institution`,
    `insert into billing.usage_rated select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'raw_id', (select id from billing.usage_raw where institution_id = $institution and revision = 2)))).* from billing.usage_rated r where institution_id = $institution`,
  ]],
  ['reversed use is on no invoice', [`insert into billing.usage_reversal (rated_id, institution_id, raw_id, at) select id, institution_id, raw_id, now() from billing.usage_rated where institution_id = $institution`]],
  ['an invoice equals its lines, and a line its uses and rounding', [`update billing.invoice_line set rounding = rounding + 1 where id = ${THE_LINE}`]],
  ['an invoice equals its lines, and a line its uses and rounding', ['update billing.invoice set total = total + 1 where institution_id = $institution']],
  ["a final invoice equals the provider's total", ['alter table billing.invoice drop constraint invoice_final_total_check', `update billing.invoice set status = 'open' where institution_id = $institution`]],
  ["no draft's total differs from the provider's", ['update billing.invoice set provider_total = total + 1 where institution_id = $institution']],
  ['an invoice is in the state that the provider says', [`update billing.invoice set provider_status = 'paid' where institution_id = $institution`]],
  ['rated use equals what is unbilled, owed, paid, written off or given back', [`update billing.usage_rated set amount = amount + 1 where id = ${THE_RATED}`]],
  ['rated use equals what is unbilled, owed, paid, written off or given back', ['delete from billing.usage_rated where institution_id = $institution', 'delete from billing.usage_raw where institution_id = $institution']],
  ['cash equals the payments less the refunds, each with its reference', [`update billing.ledger_account set kind = 'cash' where institution_id = $institution and kind = 'unbilled-usage'`]],
  ['cash equals the payments less the refunds, each with its reference', [`insert into billing.payment (provider_ref, invoice_id, institution_id, amount, currency, at) select $id, id, institution_id, 1, 'KRW', now() from billing.invoice where institution_id = $institution`]],
  ['an invoice has been refunded what its refunds are, and no more than was paid', ['update billing.invoice set refunded = 1 where institution_id = $institution']],
  ['an invoice has been refunded what its refunds are, and no more than was paid', [
    'update billing.invoice set refunded = 1 where institution_id = $institution',
    `insert into billing.invoice_adjustment (provider_ref, invoice_id, institution_id, kind, status, amount, from_cash, from_owed, kept, currency, made_at, journal_id)
     select $id, id, institution_id, 'refund', 'done', 1, 1, 0, 0, 'KRW', now(), $id from billing.invoice where institution_id = $institution`,
  ]],
  ["an invoice's payments are what it says was paid", ['update billing.invoice set paid = 1 where institution_id = $institution']],
])('the nightly check names it when "%s" is broken: %#', async (invariant, statements) => {
  expect(await findViolations(world)).toEqual([]);
  expect(await broken(statements)).toContain(invariant);
});

test('a run keeps what it saw', async () => {
  await world.sql.query(`update billing.invoice set provider_total = total + 1 where institution_id = $1`, [customer.institutionId]);
  expect(await runReconciliation(world)).toHaveLength(1);
  expect(await world.sql.query('select violations, invariant from billing.recon_run join billing.recon_diff on run_id = id order by at desc limit 1')).toEqual([{ violations: 1, invariant: "no draft's total differs from the provider's" }]);
  await world.sql.query(`update billing.invoice set provider_total = null where institution_id = $1`, [customer.institutionId]);
});

test('use that is being corrected is not put on an invoice meanwhile: the draft waits, and bills what is right', async () => {
  const other = await newCustomer(world);
  const usage = anHour(other);
  await record(world, usage);
  const isWaiting = async (): Promise<void> => {
    for (;;) if ((await world.sql.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0) return;
  };
  const draft = async () => draftInvoice(world, { institutionId: other.institutionId, from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') });
  const drafting = await world.sql.transaction(async (tx: Sql) => {
    await recordUsage(world, tx, { ...usage, revision: 2, endsAt: new Date('2026-11-24T10:30:00Z') });
    const promised = draft();
    await Promise.race([promised, isWaiting()]);
    return { promised };
  });
  expect((await drafting.promised).total).toBe(300n);
  expect(await findViolations(world)).toEqual([]);
});
