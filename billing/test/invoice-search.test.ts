import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { searchInvoices, type InvoiceStanding } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import { billingWorld, type BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
beforeEach(async () => { await world.sql.query('delete from billing.invoice'); });
afterAll(() => world.close());

/** An invoice over ₩100 of a moment. @returns its id */
async function kept(institutionId: string, status: string, at: Date): Promise<string> {
  const id = randomUUID();
  await world.sql.query(
    `insert into billing.invoice (id, institution_id, op_key, currency, period_from, period_to, total, provider_total, status, created_at)
     values ($1::uuid, $2, $1::uuid::text, 'KRW', '2026-11-01Z', '2026-12-01Z', 100, 100, $3, $4)`,
    [id, institutionId, status, at],
  );
  return id;
}

const found = async (search: { standing?: InvoiceStanding; institutionId?: string; after?: string } = {}): Promise<string[]> =>
  (await searchInvoices(world, { standing: search.standing ?? 'all', institutionId: search.institutionId ?? null, after: search.after ?? null })).map(({ id }) => id);

describe('the invoices of every institution', () => {
  test('are there by what is owed, what is paid, and all of them, the newest first', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const statuses = ['draft', 'deleted', 'open', 'part_paid', 'paid', 'void', 'uncollectible'];
    const ids = new Map<string, string>();
    for (const [at, status] of statuses.entries()) ids.set(status, await kept(at % 2 === 0 ? one : other, status, new Date(Date.UTC(2026, 10, 1 + at))));
    const named = (...wanted: string[]) => wanted.map((status) => ids.get(status));
    expect(await found()).toEqual(named(...statuses.toReversed()));
    expect(await found({ standing: 'owed' })).toEqual(named('uncollectible', 'part_paid', 'open'));
    expect(await found({ standing: 'paid' })).toEqual(named('paid'));
    expect(await found({ institutionId: other })).toEqual(named('void', 'part_paid', 'deleted'));
  });

  test('come fifty at a time, each once, also those of one moment', async () => {
    const institution = randomUUID();
    const all: string[] = [];
    for (let made = 0; made < 120; made += 1) all.push(await kept(institution, 'open', new Date(Date.UTC(2026, 10, 1 + Math.floor(made / 60)))));
    const seen: string[] = [];
    for (let page = await found(); page.length > 0; page = await found({ after: seen.at(-1) ?? '' })) {
      expect(page.length).toBeLessThanOrEqual(50);
      seen.push(...page);
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen)).toEqual(new Set(all));
  });
});
