import type { BillingContext } from '../context.ts';
import type { Entry } from '../ledger/journal.ts';
import type { Currency } from '../money.ts';
import type { Sql } from '../sql.ts';
import { creditOwner, type CreditHolder } from './credit-holder.ts';
import { lockCredit } from './credit.ts';
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

interface Use extends CreditHolder {
  readonly labId: string;
  readonly amount: bigint;
  readonly currency: Currency;
}

/**
 * Spends from a learner's credit in the caller's transaction, under the balance's lock.
 * @returns how the amount was met, and what the lab may still spend: what is free, and what is set aside for it
 */
export async function spend(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, use: Use): Promise<Spending & { readonly left: bigint }> {
  const credit = await lockCredit(context, tx, use);
  // credit in another currency is no credit for this: currencies are never mixed
  if (credit === undefined || credit.currency !== use.currency) return { fromHold: 0n, fromAvailable: 0n, overdraft: use.amount, left: 0n };
  const held = await holdLeft(tx, use.labId);
  const spending = meet(use.amount, held, credit.available);
  const spent = spending.fromHold + spending.fromAvailable;
  await tx.query('update billing.hold set posted = posted + $2 where lab_id = $1', [use.labId, spending.fromHold.toString()]);
  await tx.query('update billing.credit set posted = posted + $3, held = held - $4 where learner_id = $1 and course_id = $2', [use.learnerId, use.courseId, spent.toString(), spending.fromHold.toString()]);
  return { ...spending, left: credit.available + held - spent };
}

/** What a lab may spend now, and the whole that was granted for it to be measured by. */
export interface LabCredit {
  readonly granted: bigint;
  readonly left: bigint;
}

/**
 * What a lab may still spend: what is free, and what is set aside for it. What other labs hold is theirs, and credit in another
 * currency is no credit.
 */
export async function creditForLab(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, lab: CreditHolder & { readonly labId: string; readonly currency: Currency }): Promise<LabCredit> {
  const credit = await lockCredit(context, tx, lab);
  if (credit === undefined || credit.currency !== lab.currency) return { granted: 0n, left: 0n };
  return { granted: credit.granted, left: credit.available + (await holdLeft(tx, lab.labId)) };
}

/** Gives back what a journal had drawn on a learner's credit, after the journal was reversed; an overdraft needs nothing here. */
export async function giveBack(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, holder: CreditHolder, reversed: readonly Entry[]): Promise<void> {
  const drawn = reversed.filter((entry) => entry.account === 'learner-credit' && entry.owner === creditOwner(holder)).reduce((sum, entry) => sum + entry.amount, 0n);
  if (drawn === 0n) return;
  await lockCredit(context, tx, holder);
  await tx.query('update billing.credit set posted = posted - $3 where learner_id = $1 and course_id = $2', [holder.learnerId, holder.courseId, drawn.toString()]);
}
