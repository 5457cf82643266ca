import type { Sql } from '../sql.ts';
import { lockCredit, type Credit, type CreditHolder } from './credit.ts';
import { holdLeft } from './hold.ts';

/** How an amount is met: first from the lab's hold, then from free credit, the rest from the unit's overdraft. */
export interface Spending {
  readonly fromHold: bigint;
  readonly fromAvailable: bigint;
  readonly overdraft: bigint;
}

/** Decides how an amount is met. */
export function meet(amount: bigint, hold: bigint, available: bigint): Spending {
  const fromHold = amount < hold ? amount : hold;
  const rest = amount - fromHold;
  const fromAvailable = rest < available ? rest : available;
  return { fromHold, fromAvailable, overdraft: rest - fromAvailable };
}

/** Spends from a learner's credit in the caller's transaction, under the balance's lock. */
export async function spend(tx: Sql, holder: CreditHolder, use: { readonly labId: string; readonly amount: bigint }): Promise<Spending & { readonly credit: Credit | undefined }> {
  const credit = await lockCredit(tx, holder);
  if (credit === undefined) return { fromHold: 0n, fromAvailable: 0n, overdraft: use.amount, credit };
  const spending = meet(use.amount, await holdLeft(tx, use.labId), credit.available);
  await tx.query('update billing.hold set posted = posted + $2 where lab_id = $1', [use.labId, spending.fromHold.toString()]);
  await tx.query(
    'update billing.credit set posted = posted + $3, held = held - $4 where learner_id = $1 and course_id = $2',
    [holder.learnerId, holder.courseId, (spending.fromHold + spending.fromAvailable).toString(), spending.fromHold.toString()],
  );
  return { ...spending, credit };
}
