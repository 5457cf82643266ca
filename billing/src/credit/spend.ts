import type { BillingContext } from '../context.ts';
import type { Entry } from '../ledger/journal.ts';
import type { Sql } from '../sql.ts';
import { creditOwner, type CreditAccount } from './credit-holder.ts';
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

interface Use extends CreditAccount {
  readonly labId: string;
  readonly amount: bigint;
}

/**
 * Spends from a learner's credit in the caller's transaction, under the balance's lock.
 * @returns how the amount was met, and what the lab may still spend: what is free, and what is set aside for it
 */
export async function spend(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, use: Use): Promise<Spending & { readonly left: bigint }> {
  const credit = await lockCredit(context, tx, use);
  // credit in another currency is no credit for this: currencies are never mixed
  if (credit === undefined) return { fromHold: 0n, fromAvailable: 0n, overdraft: use.amount, left: 0n };
  const held = await holdLeft(tx, use.labId, use.currency);
  const spending = meet(use.amount, held, credit.available);
  const spent = spending.fromHold + spending.fromAvailable;
  await tx.query('update billing.hold set posted = posted + $3 where lab_id = $1 and currency = $2', [use.labId, use.currency, spending.fromHold.toString()]);
  await tx.query('update billing.credit set posted = posted + $4, held = held - $5 where learner_id = $1 and course_id = $2 and currency = $3', [use.learnerId, use.courseId, use.currency, spent.toString(), spending.fromHold.toString()]);
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
export async function creditForLab(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, lab: CreditAccount & { readonly labId: string }): Promise<LabCredit> {
  const credit = await lockCredit(context, tx, lab);
  if (credit === undefined) return { granted: 0n, left: 0n };
  return { granted: credit.granted, left: credit.available + (await holdLeft(tx, lab.labId, lab.currency)) };
}

/** Gives back what a journal had drawn on a learner's credit, after the journal was reversed; an overdraft needs nothing here. */
export async function giveBack(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, account: CreditAccount, reversed: readonly Entry[]): Promise<void> {
  const drawn = reversed.filter((entry) => entry.account === 'learner-credit' && entry.owner === creditOwner(account)).reduce((sum, entry) => sum + entry.amount, 0n);
  if (drawn === 0n) return;
  await lockCredit(context, tx, account);
  await tx.query('update billing.credit set posted = posted - $4 where learner_id = $1 and course_id = $2 and currency = $3', [account.learnerId, account.courseId, account.currency, drawn.toString()]);
}
