import { createContract, createProduct, grantCredit, publishPrice, type BillingContext } from '@cloudclass/billing';
import type { CoursePack } from '@cloudclass/plugin-contract';
import { randomUUID } from 'node:crypto';
import type { Database } from '../src/adapters/postgres/database.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { personIdSchema } from '../src/domain/ids.ts';
import { newLearner } from './lab-world.ts';

/** Won an hour, from the beginning of 2026 on. */
const HOURLY = 600n;
const BEGINNING = new Date('2026-01-01T00:00:00Z');

export interface Terms {
  readonly credit?: bigint;
  /** Credit that every learner of the institution gets in each course. */
  readonly allowance?: bigint;
  readonly discountBasisPoints?: number;
  readonly endsAt?: Date | null;
}

/** A learner with credit, at an institution with a contract, and a price for the pack. */
export async function payingLearner(world: BillingContext & { readonly sql: Database; readonly pack: CoursePack }, { credit = 0n, allowance = 0n, discountBasisPoints = 0, endsAt = null }: Terms = {}): Promise<Learner> {
  const product = world.pack.manifest.product;
  await createProduct(world, { code: product, name: { ko: '표준 실습', en: 'Standard lab' }, unit: 'second' });
  await publishPrice(world, { product, currency: 'KRW', amount: HOURLY, perSeconds: 3_600n, startsAt: BEGINNING, by: 'test' });
  const learner = await newLearner(world);
  await createContract(world, { institutionId: learner.institutionId, currency: 'KRW', discountBasisPoints, allowance, startsAt: BEGINNING, endsAt });
  if (credit > 0n) await grantCredit(world, { ...holderOf(learner), amount: credit, currency: 'KRW', kind: 'paid', reason: 'test', expiresAt: null, opKey: randomUUID() });
  return learner;
}

/** A class: so many learners of one institution in one activity, each with an allowance of credit. */
export async function payingClass(world: BillingContext & { readonly sql: Database; readonly pack: CoursePack }, size: number): Promise<Learner[]> {
  const first = await payingLearner(world, { allowance: 10_000n });
  const others = Array.from({ length: size - 1 }, () => personIdSchema.parse(randomUUID()));
  await world.sql.query(
    `insert into person (id, institution_id, platform_id, subject, name)
     select id, $2, (select platform_id from person where id = $3), id::text, 'Learner' from unnest($1::uuid[]) as id`,
    [others, first.institutionId, first.personId],
  );
  return [first, ...others.map((personId) => ({ ...first, personId }))];
}

export const holderOf = ({ institutionId, courseId, personId }: Learner) => ({ institutionId, courseId, learnerId: personId });
