import type { Currency } from '../money.ts';

/** Whose credit: a learner's in a course. */
export interface CreditHolder {
  readonly institutionId: string;
  readonly learnerId: string;
  readonly courseId: string;
}

/** A balance: a learner has one for each currency that was granted to them in a course. */
export interface CreditAccount extends CreditHolder {
  readonly currency: Currency;
}

/** The ledger account of a credit is owned by learner and course. */
export function creditOwner({ learnerId, courseId }: CreditHolder): string {
  return `${learnerId}:${courseId}`;
}
