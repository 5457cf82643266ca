import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { creditOf, expireCredit, findViolations, grantCredit, placeHold, releaseHold } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anHour, billingWorld, newCustomer, record, type BillingWorld, type Customer } from './billing-world.ts';

let world: BillingWorld;
beforeAll(async () => { world = await billingWorld(); });
afterAll(() => world.close());

/** What can happen to a learner's credit; labs are counted, so that holds, usage and releases meet. */
const act = fc.oneof(
  fc.record({ kind: fc.constant('grant' as const), amount: fc.bigInt({ min: 1n, max: 2_000n }), expires: fc.boolean() }),
  fc.record({ kind: fc.constant('hold' as const), lab: fc.nat(2), amount: fc.bigInt({ min: 0n, max: 1_500n }) }),
  fc.record({ kind: fc.constant('use' as const), lab: fc.nat(2), minutes: fc.integer({ min: 1, max: 120 }), event: fc.nat(5), revision: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('release' as const), lab: fc.nat(2) }),
  fc.record({ kind: fc.constant('expire' as const) }),
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(customer: Customer, labs: readonly string[], what: Act): Promise<unknown> {
  const labId = 'lab' in what ? (labs[what.lab] ?? '') : '';
  switch (what.kind) {
    case 'grant':
      // one that expires ended a minute ago: it is there until the next act takes it out
      return grantCredit(world, { ...customer, amount: what.amount, currency: 'KRW', kind: 'paid', reason: 'model', expiresAt: what.expires ? new Date('2026-11-24T11:59:00Z') : null, opKey: randomUUID() });
    case 'hold':
      return world.sql.transaction((tx) => placeHold(world, tx, { ...customer, labId, amount: what.amount, currency: 'KRW' }));
    case 'use':
      return record(world, anHour(customer, { labId, eventId: `${labId}:${what.event}`, revision: what.revision, endsAt: new Date(Date.UTC(2026, 10, 24, 10, what.minutes)) }));
    case 'release':
      return releaseHold(world, labId);
    case 'expire':
      return expireCredit(world);
  }
}

/** What may be refused, and nothing else. */
const isRefusal = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'CREDIT_INSUFFICIENT';

test('whatever happens to a credit, and however much at once, it is never overdrawn and every invariant holds', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), async (rounds) => {
    const customer = await newCustomer(world, { discountBasisPoints: 333 });
    const labs = [randomUUID(), randomUUID(), randomUUID()];
    for (const together of rounds) {
      const outcomes = await Promise.allSettled(together.map((what) => perform(customer, labs, what)));
      expect(outcomes.filter((outcome) => outcome.status === 'rejected' && !isRefusal(outcome.reason))).toEqual([]);
    }
    expect(((await creditOf(world, customer))?.available ?? 0n) >= 0n).toBe(true);
    expect(await findViolations(world)).toEqual([]);
  }), { numRuns: 30 });
});
