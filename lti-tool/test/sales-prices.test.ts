import { createProduct } from '@cloudclass/billing';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import type { Session } from '../src/features/identity/session.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import type { SalesPages } from '../src/pages/pages.ts';
import { createSalesPages } from '../src/pages/sales-pages.ts';
import type { Sql } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { nobody } from './nobody.ts';

let made: MigratedDatabase;
/** A new one for each test, without a price. */
let product: string;

beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());
beforeEach(async () => {
  product = `lab-${randomIds.next()}`;
  await createProduct({ sql: made.database }, { code: product, name: { ko: '실습', en: 'Lab' }, unit: 'second' });
});

// these pages need no more of the server than this
const pagesOn = (sql: Sql): SalesPages => createSalesPages({ sql, clock: systemClock, ids: randomIds } as unknown as PageDeps);
const session: Session = { kind: 'staff', id: sessionIdSchema.parse(randomIds.next()), actors: ['sales'], expiresAt: new Date(), institutionId: null, who: nobody, staff: { issuer: 'https://idp.example', subject: 's', name: '정하늘', email: 'haneul@cloudclass.example', roles: ['sales'] } };
const NEXT_YEAR = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 0, 1));
type Price = Parameters<SalesPages['publishPrice']>[1];
const publish = (changes: Partial<Price> = {}, sql: Sql = made.database) => pagesOn(sql).publishPrice(session, { product, amount: '60', currency: 'USD', perQuantity: 3_600, from: NEXT_YEAR, ...changes });
const notes = () => made.database.query<{ actor: string; detail: string }>(`select actor, detail from audit_log where action = 'price.published' and target = $1`, [product]);
const prices = async () => (await pagesOn(made.database).products(session)).find(({ code }) => code === product)?.prices.length;

test('a price that sales publishes is noted as people write it, with who did', async () => {
  await publish();
  expect(await notes()).toEqual([{ actor: 'haneul@cloudclass.example', detail: `0.60 USD an hour from ${NEXT_YEAR.toISOString()}` }]);
});

test('a button that is pressed twice publishes a price once, and notes it once', async () => {
  const [first, second] = await Promise.all([publish(), publish()]);
  expect(second).toEqual(first);
  expect([await prices(), (await notes()).length]).toEqual([1, 1]);
});

test('no price is published without its note: cut off between the two, neither is there', async () => {
  const dying = (sql: Sql): Sql => ({
    query: (text, values) => (text.startsWith('insert into audit_log') ? Promise.reject(new Error('killed')) : sql.query(text, values)),
    transaction: (work) => sql.transaction((tx) => work(dying(tx))),
  });
  await expect(publish({}, dying(made.database))).rejects.toThrow('killed');
  expect([await prices(), await notes()]).toEqual([0, []]);
});

test.each<[string, Partial<Price>, string]>([
  ['a part of a cent', { amount: '0.5' }, 'AMOUNT_INVALID'],
  ['less than nothing', { amount: '-1' }, 'AMOUNT_INVALID'],
  ['more digits than an amount has', { amount: '1'.repeat(16) }, 'AMOUNT_INVALID'],
  ['no time', { perQuantity: 0 }, 'AMOUNT_INVALID'],
  ['a part of a second', { perQuantity: 0.5 }, 'AMOUNT_INVALID'],
  ['a product that there is not', { product: 'none' }, 'PRODUCT_UNKNOWN'],
])('a price of %s is refused by its code, and leaves nothing', async (_what, changes, code) => {
  await expect(publish(changes)).rejects.toMatchObject({ code });
  expect([await prices(), await notes()]).toEqual([0, []]);
});

test('another price for the same time, or one in the past beside another, is refused by its code', async () => {
  await publish();
  await expect(publish({ amount: '61' })).rejects.toMatchObject({ code: 'PRICE_TAKEN' });
  await expect(publish({ from: new Date('2026-01-01T00:00:00Z') })).rejects.toMatchObject({ code: 'PRICE_IN_THE_PAST' });
  expect([await prices(), (await notes()).length]).toEqual([1, 1]);
});
