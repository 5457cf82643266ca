/** What is known of a learner's credit while a lab runs. */
export interface CreditFacts {
  readonly granted: bigint;
  /** What the lab may still spend, whether held for it or free. */
  readonly left: bigint;
  /** What the lab costs for an hour at the price in force, in minor units. */
  readonly hourlyRate: bigint;
}

/** Whether the lab may go on; `minutesLeft` is null when it costs nothing. */
export type CutOffDecision =
  | { readonly kind: 'continue'; readonly minutesLeft: number | null }
  | { readonly kind: 'warn'; readonly minutesLeft: number }
  | { readonly kind: 'cut-off'; readonly reason: 'credit' };

/** The learner is warned when four fifths of the credit are spent. */
const WARN_AT_SPENT = { numerator: 4n, denominator: 5n };

/**
 * Decides whether a running lab goes on, is warned, or ends. Labs are looked at every minute: what does not pay for a minute more is
 * not begun, so that nobody pays for what the credit did not cover.
 */
export function decideCutOff({ granted, left, hourlyRate }: CreditFacts): CutOffDecision {
  if (hourlyRate === 0n) return { kind: 'continue', minutesLeft: null };
  const minutesLeft = minutesAt(left, hourlyRate);
  if (minutesLeft < 1) return { kind: 'cut-off', reason: 'credit' };
  const spent = granted - left;
  const isLow = spent * WARN_AT_SPENT.denominator >= granted * WARN_AT_SPENT.numerator;
  return { kind: isLow ? 'warn' : 'continue', minutesLeft };
}

/** How many whole minutes an amount lasts at an hourly rate. */
export function minutesAt(amount: bigint, hourlyRate: bigint): number {
  return Number((amount * 60n) / hourlyRate);
}
