import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { costOfLabs, createContract, creditOf, findViolations, grantCredit, publishPrice } from '@cloudclass/billing';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Learner } from '../src/features/labs/request-lab.ts';
import type { LabId } from '../src/domain/ids.ts';
import { hourlyRateOf, neededToStart } from '../src/use-cases/lab-credit.ts';
import { meterLab, meterRunningLabs } from '../src/use-cases/meter-lab.ts';
import { eventsOf } from './lab-world.ts';
import { anotherActivity, endedAt, failedLab, runningLab, START, startMeteringWorld, stretchesOf, type MeteringWorld } from './metering-world.ts';
import { holderOf, payingLearner } from './paying-learner.ts';

let world: MeteringWorld;
beforeAll(async () => { world = await startMeteringWorld(); });
beforeEach(() => world.clock.set(START));
afterAll(() => world.close());

async function meteredAt(id: LabId, ...times: readonly string[]): Promise<void> {
  for (const time of times) {
    world.clock.set(time);
    await meterLab(world, id);
  }
}

async function costOf(learner: Learner, id: LabId): Promise<bigint> {
  return (await costOfLabs(world, learner.institutionId, [id])).get(id) ?? 0n;
}

const AHEAD_MILLISECONDS = 7_000;

const cutOffs = async (id: LabId): Promise<number> => (await eventsOf(world, id, 'credit.ended')).length;

describe('the stretches of a lab', () => {
  test('begin where the last one ended and end with the lab, the second that was begun included', async () => {
    const learner = await payingLearner(world, { credit: 10_000n });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T10:01:00.700Z', '2026-11-24T10:02:00.100Z');
    await endedAt(world, id, '2026-11-24T10:02:30.400Z');
    await meteredAt(id, '2026-11-24T10:03:00Z');
    expect((await stretchesOf(world, id)).map(({ from, to }) => [from - Date.parse(START), to - Date.parse(START)])).toEqual([[0, 60_000], [60_000, 120_000], [120_000, 151_000]]);
  });

  test('never overlap and never leave a gap, however often it is metered, at once, and with a clock that steps back', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: -90_000, max: 240_000 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 600_000 }), async (steps, end) => {
      world.clock.set(START);
      const learner = await payingLearner(world, { credit: 100_000n });
      const id = await runningLab(world, learner);
      let at = Date.parse(START);
      for (const step of steps) {
        at += step;
        world.clock.set(new Date(at).toISOString());
        // another process, whose clock is ahead, meters at the same moment
        const ahead = { ...world, clock: { now: () => new Date(at + AHEAD_MILLISECONDS) } };
        await Promise.all([meterLab(world, id), meterLab(ahead, id)]);
      }
      const over = Math.max(at + AHEAD_MILLISECONDS, Date.parse(START)) + end;
      await endedAt(world, id, new Date(over).toISOString());
      await meterLab(world, id);
      const stretches = await stretchesOf(world, id);
      const latest = stretches.at(-1)?.to ?? Date.parse(START);
      expect(stretches.map(({ from }) => from)).toEqual([Date.parse(START), ...stretches.slice(0, -1).map(({ to }) => to)].slice(0, stretches.length));
      expect(latest - over).toBeGreaterThanOrEqual(0);
      expect((await creditOf(world, holderOf(learner)))?.held).toBe(0n);
    }), { numRuns: 6 });
    expect(await findViolations(world)).toEqual([]);
  });

  test('reach to the end that another process saw, also when the clock of the one that meters is behind', async () => {
    const learner = await payingLearner(world, { credit: 10_000n });
    const id = await runningLab(world, learner);
    await endedAt(world, id, '2026-11-24T11:00:03Z');
    await meteredAt(id, '2026-11-24T11:00:00Z');
    expect((await stretchesOf(world, id)).at(-1)?.to).toBe(Date.parse('2026-11-24T11:00:03Z'));
  });

  test('pay the price that is in force, each side of a boundary', async () => {
    const learner = await payingLearner(world, { credit: 100_000n });
    const product = world.pack.manifest.product;
    world.clock.set('2026-11-25T10:00:00Z');
    await publishPrice(world, { product, currency: 'KRW', amount: 1_200n, perSeconds: 3_600n, startsAt: new Date('2026-11-25T10:30:00Z'), by: 'test' });
    await publishPrice(world, { product, currency: 'KRW', amount: 600n, perSeconds: 3_600n, startsAt: new Date('2026-11-25T11:00:00Z'), by: 'test' });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-25T10:29:59.500Z', '2026-11-25T11:30:00Z');
    expect(await costOf(learner, id)).toBe(300n + 600n + 300n);
  });
});

describe('what a lab may spend', () => {
  test('is what is free and what is set aside for it: another lab of the same learner keeps its own', async () => {
    const learner = await payingLearner(world, { credit: 300n });
    const [first, second] = [await runningLab(world, learner), await runningLab(world, await anotherActivity(world, learner))];
    await meteredAt(first, '2026-11-24T10:15:00Z');
    expect([await cutOffs(first), await cutOffs(second)]).toEqual([1, 0]);
    await meteredAt(second, '2026-11-24T10:10:00Z');
    expect(await cutOffs(second)).toBe(0);
    expect(await overdraftOf(learner)).toBe(0n);
  });

  test('ends before it is overdrawn: what does not pay for the time until the next look is not begun', async () => {
    const learner = await payingLearner(world, { credit: 155n });
    const id = await runningLab(world, learner);
    for (let minute = 1; minute <= 15 && (await cutOffs(id)) === 0; minute += 1) await meteredAt(id, `2026-11-24T10:${String(minute).padStart(2, '0')}:00Z`);
    expect(await cutOffs(id)).toBe(1);
    expect(await overdraftOf(learner)).toBe(0n);
  });

  test('is nothing when the credit is in another currency than the contract', async () => {
    const learner = await payingLearner(world, { credit: 100_000n, endsAt: new Date('2026-11-24T10:30:00Z') });
    await createContract(world, { institutionId: learner.institutionId, currency: 'USD', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2026-11-24T10:30:00Z'), endsAt: null });
    await world.sql.query(
      `insert into billing.price_version (id, product_code, currency, amount, per_seconds, starts_at, published_by, published_at) values ($1, $2, 'USD', 60, 3600, '2026-01-01', 'test', now()) on conflict do nothing`,
      [randomUUID(), world.pack.manifest.product],
    );
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T10:31:00Z', '2026-11-24T10:32:00Z');
    expect(await cutOffs(id)).toBeGreaterThan(0);
  });

  test('is told to be low once, however often the lab is metered', async () => {
    const learner = await payingLearner(world, { credit: 500n });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T10:41:00Z', '2026-11-24T10:42:00Z', '2026-11-24T10:43:00Z');
    expect((await eventsOf(world, id, 'credit.low')).map(({ body }) => body)).toEqual([{ type: 'credit.low', minutesLeft: 9 }]);
  });
});

describe('a contract that ends while a lab runs', () => {
  test('ends the lab, and what was used after it is kept aside, not lost', async () => {
    const learner = await payingLearner(world, { credit: 10_000n, endsAt: new Date('2026-11-24T10:30:00Z') });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T10:30:00Z', '2026-11-24T10:31:00Z');
    expect(await cutOffs(id)).toBeGreaterThan(0);
    expect(await costOf(learner, id)).toBe(300n);
    expect(await world.sql.query('select code from billing.usage_quarantine where institution_id = $1', [learner.institutionId])).toEqual([{ code: 'CONTRACT_MISSING' }]);
  });

  test('and is followed by another lets the lab go on with the credit that one gives', async () => {
    const learner = await payingLearner(world, { allowance: 1_000n, endsAt: new Date('2026-11-24T10:30:00Z') });
    await createContract(world, { institutionId: learner.institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: 2_000n, startsAt: new Date('2026-11-24T10:30:00Z'), endsAt: null });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T10:30:00Z', '2026-11-24T10:31:00Z', '2026-11-24T11:00:00Z');
    expect([await cutOffs(id), (await eventsOf(world, id, 'credit.low')).length]).toEqual([0, 0]);
    expect(await world.sql.query('select amount from billing.credit_grant where learner_id = $1 order by at', [learner.personId])).toEqual([{ amount: '1000' }, { amount: '2000' }]);
  });

  test('keeps no other lab from being metered', async () => {
    const [broken, other] = [await payingLearner(world, { credit: 1_000n }), await payingLearner(world, { credit: 1_000n })];
    const failing = await runningLab(world, broken);
    const healthy = await runningLab(world, other);
    world.clock.set('2026-11-24T10:05:00Z');
    const refusing: MeteringWorld = { ...world, emit: async (tx, place, body) => { if (place.labId === failing) throw new Error('refused'); return world.emit(tx, place, body); } };
    await expect(meterRunningLabs(refusing)).rejects.toThrow('refused');
    expect(await costOf(other, healthy)).toBe(50n);
    await meterLab(world, failing);
    expect(await costOf(broken, failing)).toBe(50n);
  });
});

test('a lab that could not be brought up costs nothing and gives back what it held', async () => {
  const learner = await payingLearner(world, { credit: 1_000n });
  const id = await failedLab(world, learner);
  expect((await creditOf(world, holderOf(learner)))?.held).toBe(150n);
  await meteredAt(id, '2026-11-24T10:30:00Z');
  expect(await creditOf(world, holderOf(learner))).toMatchObject({ held: 0n, spent: 0n, available: 1_000n });
});

describe('starting a lab', () => {
  test('that costs nothing needs no credit', async () => {
    const learner = await payingLearner(world, { discountBasisPoints: 10_000 });
    const id = await runningLab(world, learner);
    await meteredAt(id, '2026-11-24T12:00:00Z');
    expect([await cutOffs(id), await costOf(learner, id)]).toEqual([0, 0n]);
  });

  test('needs what a quarter of an hour costs, and never nothing where the lab costs something', async () => {
    const [dear, cheap] = [await payingLearner(world), await payingLearner(world, { discountBasisPoints: 9_980 })];
    const needs = async (learner: Learner) => {
      const rate = await hourlyRateOf(world, learner, world.pack.manifest.product);
      return rate && neededToStart(rate).amount;
    };
    expect([await needs(dear), await needs(cheap)]).toEqual([150n, 1n]);
  });

  test('is refused where no price is in force: nobody could be billed for it', async () => {
    const learner = await payingLearner(world, { credit: 1_000n });
    world.clock.set('2025-12-31T00:00:00Z');
    await expect(runningLab(world, learner)).rejects.toMatchObject({ code: 'CONTRACT_MISSING' });
    await createContract(world, { institutionId: learner.institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: 0n, startsAt: new Date('2025-01-01T00:00:00Z'), endsAt: new Date('2026-01-01T00:00:00Z') });
    await expect(runningLab(world, learner)).rejects.toMatchObject({ code: 'PRICE_MISSING' });
  });

  test("pays the terms of the course's own unit, where it has a contract of its own", async () => {
    const learner = await payingLearner(world);
    const unitId = randomUUID();
    await world.sql.query('insert into business_unit (id, institution_id, name) values ($1, $2, $3)', [unitId, learner.institutionId, 'Computing']);
    await world.sql.query('update course set unit_id = $2 where id = $1', [learner.courseId, unitId]);
    await createContract(world, { institutionId: learner.institutionId, unitId, currency: 'KRW', discountBasisPoints: 5_000, allowance: 700n, startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: null });
    const id = await runningLab(world, learner);
    expect(await hourlyRateOf(world, learner, world.pack.manifest.product)).toEqual({ amount: 300n, currency: 'KRW' });
    expect(await creditOf(world, holderOf(learner))).toMatchObject({ granted: 700n, held: 75n });
    await meteredAt(id, '2026-11-24T11:00:00Z');
    expect(await costOf(learner, id)).toBe(300n);
  });
});

test('credit that is granted while the lab runs lets it go on', async () => {
  const learner = await payingLearner(world, { credit: 150n });
  const id = await runningLab(world, learner);
  await meteredAt(id, '2026-11-24T10:13:00Z');
  await grantCredit(world, { ...holderOf(learner), amount: 1_000n, currency: 'KRW', kind: 'paid', reason: 'top-up', expiresAt: null, opKey: randomUUID() });
  await meteredAt(id, '2026-11-24T10:16:00Z');
  expect([await cutOffs(id), await overdraftOf(learner)]).toEqual([0, 0n]);
});

test('after all of this no invariant is violated', async () => {
  expect(await findViolations(world)).toEqual([]);
});

async function overdraftOf({ institutionId }: Learner): Promise<bigint> {
  const [row] = await world.sql.query<{ amount: string }>(
    `select coalesce(sum(p.amount), 0)::text as amount from billing.posting p join billing.ledger_account a on a.id = p.account_id where a.institution_id = $1 and a.kind = 'overdraft'`,
    [institutionId],
  );
  return BigInt(row?.amount ?? 0);
}
