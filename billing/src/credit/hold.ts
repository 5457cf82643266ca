import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, type Currency, type Money } from '../money.ts';
import type { Sql } from '../sql.ts';
import type { CreditHolder } from './credit-holder.ts';
import { lockCredit } from './credit.ts';

export interface HoldInput extends CreditHolder, Money {
  readonly labId: string;
  /** From then on `expireHolds` gives back what a lab that was lost still holds; without it only `releaseHold` does. */
  readonly expiresAt?: Date;
}

/**
 * Sets credit aside for a lab that is about to start, in the caller's transaction. Repeating it for the same lab changes nothing. A lab
 * that costs nothing needs no credit; what was granted in another currency is none.
 * @throws CREDIT_INSUFFICIENT
 */
export async function placeHold(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, hold: HoldInput): Promise<void> {
  if (hold.amount === 0n) return;
  const credit = await lockCredit(context, tx, hold);
  const [existing] = await tx.query('select 1 from billing.hold where lab_id = $1', [hold.labId]);
  if (existing !== undefined) return;
  if (credit === undefined || credit.available < hold.amount) {
    throw new BillingError('CREDIT_INSUFFICIENT', { detail: `${hold.amount} needed, ${credit?.available ?? 0n} available` });
  }
  await tx.query(
    `insert into billing.hold (lab_id, institution_id, learner_id, course_id, currency, amount, status, placed_at, expires_at) values ($1, $2, $3, $4, $5, $6, 'pending', $7, $8)`,
    [hold.labId, hold.institutionId, hold.learnerId, hold.courseId, hold.currency, hold.amount.toString(), context.clock.now(), hold.expiresAt ?? null],
  );
  await tx.query('update billing.credit set held = held + $4 where learner_id = $1 and course_id = $2 and currency = $3', [hold.learnerId, hold.courseId, hold.currency, hold.amount.toString()]);
}

const holdRow = z.object({ amount: bigintColumn, posted: bigintColumn });

/** What is left of a lab's hold in a currency, in minor units; the credit's row must be locked. */
export async function holdLeft(tx: Sql, labId: string, currency: Currency): Promise<bigint> {
  const rows = z.array(holdRow).parse(await tx.query(`select amount, posted from billing.hold where lab_id = $1 and currency = $2 and status = 'pending'`, [labId, currency]));
  const [hold] = rows;
  return hold === undefined ? 0n : hold.amount - hold.posted;
}

/**
 * Gives back what a lab did not use of its hold, when it has ended or never started. Safe to repeat.
 * The hold ends as `posted` when the lab used some of it, as `voided` when it used nothing.
 */
export async function releaseHold({ sql }: Pick<BillingContext, 'sql'>, labId: string): Promise<void> {
  await sql.transaction((tx) => endHold(tx, labId, undefined));
}

/**
 * Gives back what holds past their time still keep, for labs whose end was never heard of. Usage that comes later draws on
 * the credit that is free.
 * @returns how many holds ended
 */
export async function expireHolds({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>): Promise<number> {
  const due = await sql.query<{ lab_id: string }>(`select lab_id from billing.hold where status = 'pending' and expires_at <= $1`, [clock.now()]);
  for (const { lab_id: labId } of due) await sql.transaction((tx) => endHold(tx, labId, 'expired'));
  return due.length;
}

/** The credit's row is locked before the hold's, as everywhere, so that two transactions never wait for each other. */
async function endHold(tx: Sql, labId: string, ending: 'expired' | undefined): Promise<void> {
  const [holder] = await tx.query<{ learner_id: string; course_id: string; currency: string }>('select learner_id, course_id, currency from billing.hold where lab_id = $1', [labId]);
  if (holder === undefined) return;
  await tx.query('select 1 from billing.credit where learner_id = $1 and course_id = $2 and currency = $3 for update', [holder.learner_id, holder.course_id, holder.currency]);
  await tx.query(
    `with ended as (
       update billing.hold set status = coalesce($5, case when posted > 0 then 'posted' else 'voided' end)
       where lab_id = $1 and status = 'pending' returning amount - posted as unused
     )
     update billing.credit set held = held - (select unused from ended)
     where learner_id = $2 and course_id = $3 and currency = $4 and exists (select 1 from ended)`,
    [labId, holder.learner_id, holder.course_id, holder.currency, ending ?? null],
  );
}
