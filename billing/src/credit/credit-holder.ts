/** Whose credit: a learner's in a course. */
export interface CreditHolder {
  readonly institutionId: string;
  readonly learnerId: string;
  readonly courseId: string;
}

/** The ledger account of a credit is owned by learner and course. */
export function creditOwner({ learnerId, courseId }: CreditHolder): string {
  return `${learnerId}:${courseId}`;
}
