import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn } from '../money.ts';
import type { Sql } from '../sql.ts';
import { lockCredit, type CreditHolder } from './credit.ts';

export interface HoldInput extends CreditHolder {
  readonly labId: string;
  /** Minor units in the credit's currency. */
  readonly amount: bigint;
}

/**
 * Sets credit aside for a lab that is about to start, in the caller's transaction. Repeating it for the same lab changes nothing.
 * @throws CREDIT_INSUFFICIENT
 */
export async function placeHold({ clock }: Pick<BillingContext, 'clock'>, tx: Sql, hold: HoldInput): Promise<void> {
  const credit = await lockCredit(tx, hold);
  const [existing] = await tx.query('select 1 from billing.hold where lab_id = $1', [hold.labId]);
  if (existing !== undefined) return;
  if (credit === undefined || credit.available < hold.amount) {
    throw new BillingError('CREDIT_INSUFFICIENT', { detail: `${hold.amount} needed, ${credit?.available ?? 0n} available` });
  }
  await tx.query(
    `insert into billing.hold (lab_id, institution_id, learner_id, course_id, amount, status, placed_at) values ($1, $2, $3, $4, $5, 'pending', $6)`,
    [hold.labId, hold.institutionId, hold.learnerId, hold.courseId, hold.amount.toString(), clock.now()],
  );
  await tx.query('update billing.credit set held = held + $3 where learner_id = $1 and course_id = $2', [hold.learnerId, hold.courseId, hold.amount.toString()]);
}

const holdRow = z.object({ amount: bigintColumn, posted: bigintColumn });

/** What is left of a lab's hold, in minor units; the credit's row must be locked. */
export async function holdLeft(tx: Sql, labId: string): Promise<bigint> {
  const rows = z.array(holdRow).parse(await tx.query(`select amount, posted from billing.hold where lab_id = $1 and status = 'pending'`, [labId]));
  const [hold] = rows;
  return hold === undefined ? 0n : hold.amount - hold.posted;
}

/**
 * Gives back what a lab did not use of its hold, when it has ended or never started. Safe to repeat.
 * @param labId the lab
 */
export async function releaseHold({ sql }: Pick<BillingContext, 'sql'>, labId: string): Promise<void> {
  await sql.transaction(async (tx) => {
    const [holder] = await tx.query<{ learner_id: string; course_id: string }>('select learner_id, course_id from billing.hold where lab_id = $1', [labId]);
    if (holder === undefined) return;
    await tx.query('select 1 from billing.credit where learner_id = $1 and course_id = $2 for update', [holder.learner_id, holder.course_id]);
    await tx.query(
      `with released as (
         update billing.hold set status = 'released' where lab_id = $1 and status = 'pending' returning amount - posted as unused
       )
       update billing.credit set held = held - (select unused from released)
       where learner_id = $2 and course_id = $3 and exists (select 1 from released)`,
      [labId, holder.learner_id, holder.course_id],
    );
  });
}
