import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContract, findViolations, grantCredit, runReconciliation, type Violation } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { postJournal, reverseJournal, type Entry } from '../src/ledger/journal.ts';
import { balanceOf, billingWorld, newCustomer, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

const post = (institutionId: string, entries: readonly Entry[], opKey: string = randomUUID()): Promise<string | undefined> =>
  world.sql.transaction((tx) => postJournal(world, tx, { institutionId, opKey, kind: 'usage', currency: 'KRW', entries }));

describe('the ledger', () => {
  test('takes a journal whose postings sum to zero and refuses every other', async () => {
    const amounts = fc.array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { minLength: 2, maxLength: 3 });
    await fc.assert(fc.asyncProperty(amounts, async (list) => {
      const accounts = ['unbilled-usage', 'revenue', 'cash'] as const;
      const entries = list.map((amount, index): Entry => ({ account: accounts[index] ?? 'cash', amount }));
      const balanced = list.reduce((sum, amount) => sum + amount, 0n) === 0n;
      const outcome = await post(randomUUID(), entries).then(() => 'taken', () => 'refused');
      expect(outcome).toBe(balanced ? 'taken' : 'refused');
    }), { numRuns: 25, examples: [[[5n, -5n]], [[7n, -3n, -4n]], [[1n, 1n]]] });
  });

  test('posts an act once, however often it is repeated', async () => {
    const institution = randomUUID();
    const entries: Entry[] = [{ account: 'cash', amount: 70n }, { account: 'receivable', amount: -70n }];
    const key = randomUUID();
    await Promise.all([post(institution, entries, key), post(institution, entries, key), post(institution, entries, key)]);
    expect(await balanceOf(world, institution, 'cash')).toBe(70n);
  });

  test('takes a journal back by its mirror image, once', async () => {
    const institution = randomUUID();
    const id = (await post(institution, [{ account: 'cash', amount: 70n }, { account: 'receivable', amount: -70n }])) ?? '';
    await world.sql.transaction((tx) => reverseJournal(world, tx, id));
    await world.sql.transaction((tx) => reverseJournal(world, tx, id));
    expect(await balanceOf(world, institution, 'cash')).toBe(0n);
  });

  test.each(['journal', 'posting', 'price_version', 'usage_raw', 'usage_rated', 'credit_grant'])('never lets %s be changed or deleted', async (table) => {
    const [trigger] = await world.sql.query(`select 1 from pg_trigger where tgrelid = $1::regclass and tgname = 'append_only' and tgenabled = 'O' and tgtype & 24 = 24`, [`billing.${table}`]);
    expect(trigger).toBeDefined();
  });

  test('refuses to edit a posting in place', async () => {
    const customer = await newCustomer(world);
    await grantCredit(world, { ...customer, amount: 1n, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
    await expect(world.sql.query('update billing.posting set amount = amount * 2')).rejects.toThrow('append-only');
  });

  test('refuses a posting on an account of another institution', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const journal = await post(mine, [{ account: 'cash', amount: 1n }, { account: 'receivable', amount: -1n }]);
    await post(theirs, [{ account: 'cash', amount: 1n }, { account: 'receivable', amount: -1n }]);
    const crossing = world.sql.query(
      `insert into billing.posting (journal_id, account_id, institution_id, currency, amount)
       select $1, id, $2, currency, 5 from billing.ledger_account where institution_id = $3 and kind = 'cash'`,
      [journal, mine, theirs],
    );
    await expect(crossing).rejects.toThrow('foreign key');
  });
});

describe('the nightly reconciliation', () => {
  // apart from the journals above, which have neither use nor payments behind them
  let books: BillingWorld;
  beforeAll(async () => { books = await billingWorld(); });
  afterAll(() => books.close());

  test('finds nothing in a ledger that adds up, and keeps that it looked', async () => {
    await newCustomer(books);
    expect(await runReconciliation(books)).toEqual([]);
    expect(await books.sql.query('select violations from billing.recon_run')).toEqual([{ violations: 0 }]);
  });

  test('names a balance that was changed behind the ledger, and keeps what it saw', async () => {
    const customer = await newCustomer(books);
    await grantCredit(books, { ...customer, amount: 50n, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
    await books.sql.query('update billing.credit set granted = 60 where learner_id = $1', [customer.learnerId]);
    const detail = `${customer.learnerId}:${customer.courseId}`;
    const expected: Violation[] = [{ invariant: "a credit's balance equals its postings", detail }, { invariant: "a credit's grants equal its balance and what expired", detail }];
    expect(await runReconciliation(books)).toEqual(expected);
    expect(await books.sql.query('select invariant, detail from billing.recon_diff order by position')).toEqual(expected);
    await books.sql.query('update billing.credit set granted = 50 where learner_id = $1', [customer.learnerId]);
    expect(await findViolations(books)).toEqual([]);
  });
});

describe('contracts', () => {
  test("an institution's contracts that overlap share one currency", async () => {
    const { institutionId } = await newCustomer(world);
    const another = createContract(world, { institutionId, currency: 'USD', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-06-01T00:00:00Z'), endsAt: null });
    await expect(another).rejects.toMatchObject({ code: 'CONTRACT_CURRENCY_DIFFERS' });
  });
});
