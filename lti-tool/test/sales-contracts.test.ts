import { findContract } from '@cloudclass/billing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import type { Session } from '../src/features/identity/session.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import type { NewContract, SalesPages } from '../src/pages/pages.ts';
import { createSalesPages } from '../src/pages/sales-pages.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { nobody } from './nobody.ts';

let made: MigratedDatabase;
let pages: SalesPages;
/** A new one for each test, with one business unit. */
let institutionId: string;
let unitId: string;

beforeAll(async () => {
  made = await migratedDatabase();
  // these pages need no more of the server than this
  pages = createSalesPages({ sql: made.database, clock: systemClock, ids: randomIds } as unknown as PageDeps);
});
afterAll(() => made.close());
beforeEach(async () => { [institutionId, unitId] = await newInstitution(); });

async function newInstitution(): Promise<[string, string]> {
  const [institution, unit] = [randomIds.next(), randomIds.next()];
  await made.database.query('insert into institution (id, slug, name) values ($1::uuid, $1::text, $2)', [institution, 'Haneul University']);
  await made.database.query('insert into business_unit (id, institution_id, name) values ($1, $2, $3)', [unit, institution, 'Engineering']);
  return [institution, unit];
}

const session: Session = { kind: 'staff', id: sessionIdSchema.parse(randomIds.next()), actors: ['sales'], expiresAt: new Date(), institutionId: null, who: nobody, staff: { issuer: 'https://idp.example', subject: 's', name: '정하늘', email: 'haneul@cloudclass.example', roles: ['sales'] } };
const terms = (changes: Partial<NewContract> = {}): NewContract => ({ key: randomIds.next(), institutionId, currency: 'KRW', allowance: '5000', discountBasisPoints: 1_250, ...changes });
const add = (changes: Partial<NewContract> = {}) => pages.addContract(session, terms(changes));
const notes = async () => made.database.query<{ action: string; actor: string; target: string; detail: string }>('select action, actor, target, detail from audit_log where institution_id = $1 order by at', [institutionId]);
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe('a contract that sales adds', () => {
  test('is in force at once, and stands in the audit log with the name of who added it', async () => {
    const view = await add();
    expect(view).toMatchObject({ institution: { id: institutionId, name: 'Haneul University' }, unit: null, discountPercent: 12.5, allowance: { amount: 5_000n, currency: 'KRW' }, to: null, spent: { amount: 0n } });
    expect(await findContract(made.database, institutionId, new Date())).toMatchObject({ id: view.id, discountBasisPoints: 1_250 });
    expect(await notes()).toEqual([{ action: 'contract.added', actor: 'haneul@cloudclass.example', target: view.id, detail: expect.stringMatching(/^5000 KRW for each learner and course, 12\.5 % off, from /) }]);
  });

  test('for a business unit is for that unit alone', async () => {
    expect((await add({ unitId })).unit).toEqual({ id: unitId, name: 'Engineering' });
    expect(await findContract(made.database, institutionId, new Date())).toBeUndefined();
    expect(await findContract(made.database, institutionId, new Date(), unitId)).toBeDefined();
  });

  test('begins and ends when it says', async () => {
    const [from, to] = [inDays(1), inDays(90)];
    expect(await add({ from, to })).toMatchObject({ from, to });
  });

  test('by a button that is pressed twice is there once, and noted once', async () => {
    const pressed = terms();
    const [first, second] = await Promise.all([pages.addContract(session, pressed), pages.addContract(session, pressed)]);
    expect(second).toEqual(first);
    expect([(await pages.contracts(session)).filter(({ institution }) => institution.id === institutionId).length, (await notes()).length]).toEqual([1, 1]);
  });

  test.each<[string, () => Promise<Partial<NewContract>> | Partial<NewContract>, string]>([
    ['an institution there is not', () => ({ institutionId: randomIds.next() }), 'INSTITUTION_UNKNOWN'],
    ['an institution whose id is none', () => ({ institutionId: 'haneul' }), 'INSTITUTION_UNKNOWN'],
    ["another institution's unit", async () => ({ unitId: (await newInstitution())[1] }), 'UNIT_UNKNOWN'],
    ['an allowance with decimals', () => ({ allowance: '12.5' }), 'AMOUNT_INVALID'],
    ['an allowance below nothing', () => ({ allowance: '-1' }), 'AMOUNT_INVALID'],
    ['more than all taken off', () => ({ discountBasisPoints: 10_001 }), 'DISCOUNT_INVALID'],
    ['a beginning in the past', () => ({ from: inDays(-1) }), 'CONTRACT_IN_THE_PAST'],
    ['an end before its beginning', () => ({ from: inDays(5), to: inDays(4) }), 'PERIOD_INVALID'],
    ['a key that is no UUID', () => ({ key: 'again' }), 'BAD_INPUT'],
  ])('with %s is refused by its code, and leaves nothing', async (_what, changes, code) => {
    await expect(add(await changes())).rejects.toMatchObject({ code });
    expect([await notes(), (await pages.contracts(session)).filter(({ institution }) => institution.id === institutionId)]).toEqual([[], []]);
  });

  test('in another currency than the one in force is refused', async () => {
    await add();
    await expect(add({ currency: 'USD' })).rejects.toMatchObject({ code: 'CONTRACT_CURRENCY_DIFFERS' });
  });
});

describe('a contract that sales ends', () => {
  test.each([['now', null], ['on a day', inDays(3)]])('%s ends once, pressed twice, and is noted once', async (_when, at) => {
    const { id } = await add();
    const ended = [await pages.endContract(session, { id, at }), await pages.endContract(session, { id, at })];
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[0]?.to).not.toBeNull();
    expect(ended[0]?.to).toEqual(at ?? ended[0]?.to);
    expect((await notes()).filter(({ action }) => action === 'contract.ended')).toEqual([{ action: 'contract.ended', actor: 'haneul@cloudclass.example', target: id, detail: expect.stringContaining(' until ') }]);
  });

  test('that is not there is refused', async () => {
    await expect(pages.endContract(session, { id: randomIds.next(), at: null })).rejects.toMatchObject({ code: 'CONTRACT_UNKNOWN' });
  });
});

describe('a contract that sales withdraws', () => {
  test('is gone, pressed twice, and is noted once with its terms', async () => {
    const { id } = await add({ from: inDays(3) });
    for (const listed of [await pages.withdrawContract(session, id), await pages.withdrawContract(session, id)]) expect(listed.find((contract) => contract.id === id)).toBeUndefined();
    expect((await notes()).filter(({ action }) => action === 'contract.withdrawn')).toEqual([{ action: 'contract.withdrawn', actor: 'haneul@cloudclass.example', target: id, detail: expect.stringMatching(/^5000 KRW for each learner/) }]);
  });

  test('is refused once it has begun, and is noted by nobody', async () => {
    const { id } = await add();
    await expect(pages.withdrawContract(session, id)).rejects.toMatchObject({ code: 'CONTRACT_BEGUN' });
    expect((await notes()).map(({ action }) => action)).toEqual(['contract.added']);
  });

  test.each([randomIds.next(), 'none'])('that is not there is refused: %s', async (id) => {
    await expect(pages.withdrawContract(session, id)).rejects.toMatchObject({ code: 'CONTRACT_UNKNOWN' });
  });
});

describe('a budget that sales sets', () => {
  const set = (amount: string, currency: 'KRW' | 'USD' = 'KRW') => pages.setBudget(session, { institutionId, amount, currency });

  test('is shown with the customer, and the same again is not noted again', async () => {
    await add();
    for (const amount of ['300000', '300000']) expect(await set(amount)).toMatchObject({ id: institutionId, currency: 'KRW', budget: { amount: 300_000n, currency: 'KRW' }, units: [{ id: unitId, name: 'Engineering' }] });
    expect((await notes()).filter(({ action }) => action === 'budget.set')).toEqual([{ action: 'budget.set', actor: 'haneul@cloudclass.example', target: institutionId, detail: '300000 KRW a month' }]);
  });

  test('keeps its currency when a contract in another one follows', async () => {
    const { id } = await add();
    await set('1500000');
    await pages.endContract(session, { id, at: null });
    await add({ currency: 'USD' });
    const customer = async () => (await pages.customers(session)).find((known) => known.id === institutionId);
    expect(await customer()).toMatchObject({ currency: 'USD', budget: { amount: 1_500_000n, currency: 'KRW' } });
    await set('1500000', 'USD');
    expect(await customer()).toMatchObject({ budget: { amount: 1_500_000n, currency: 'USD' } });
  });

  test('waits for a contract of the institution', async () => {
    await add({ unitId });
    await expect(set('300000')).rejects.toMatchObject({ code: 'CONTRACT_MISSING' });
    expect((await pages.customers(session)).find(({ id }) => id === institutionId)).toMatchObject({ currency: null, budget: null });
  });

  test.each<[string, string, 'KRW' | 'USD', string]>([['another currency', '300', 'USD', 'CONTRACT_CURRENCY_DIFFERS'], ['a part of a won', '0.5', 'KRW', 'AMOUNT_INVALID']])('in %s is refused', async (_what, amount, currency, code) => {
    await add();
    await expect(set(amount, currency)).rejects.toMatchObject({ code });
  });
});
