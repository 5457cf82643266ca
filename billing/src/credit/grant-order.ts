/** A grant as far as its use matters. */
export interface GrantFacts {
  readonly id: string;
  readonly amount: bigint;
  /** What was taken out of it because its time was over. */
  readonly expired: bigint;
  readonly kind: 'paid' | 'promotional';
  readonly expiresAt: Date | null;
  readonly at: Date;
}

/** What is left of a grant. */
export interface GrantLeft extends GrantFacts {
  readonly left: bigint;
}

/**
 * Says what is left of each grant. What was spent is taken from the grant that ends first, a promotional one before a paid
 * one, an older one before a newer: the order in which the learner loses least.
 * @param spent of the learner's credit as a whole, in minor units
 */
export function leftOfGrants(grants: readonly GrantFacts[], spent: bigint): GrantLeft[] {
  let toCover = spent;
  return [...grants].sort(spentFirst).map((grant) => {
    const usable = grant.amount - grant.expired;
    const covered = toCover < usable ? toCover : usable;
    toCover -= covered;
    return { ...grant, left: usable - covered };
  });
}

function spentFirst(a: GrantFacts, b: GrantFacts): number {
  return endOf(a) - endOf(b) || Number(b.kind === 'promotional') - Number(a.kind === 'promotional') || a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
}

/** Later than any date, and still a number that can be subtracted. */
const NEVER = Number.MAX_SAFE_INTEGER;

function endOf({ expiresAt }: GrantFacts): number {
  return expiresAt?.getTime() ?? NEVER;
}
