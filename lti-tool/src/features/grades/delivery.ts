import { concernsPlatform, type SendOutcome } from './decide-after-send.ts';
import type { GradeProblem } from './grade-errors.ts';

/** How a platform as a whole takes grades. */
export interface Delivery {
  /** In a row, without one grade in between that was taken or answered. While there are any, one grade at a time tries. */
  readonly failures: number;
  /** None of its grades is sent before. */
  readonly heldUntil: Date | null;
  readonly problem: GradeProblem | null;
  /** Since when it has been failing. */
  readonly since: Date | null;
}

export const freeDelivery: Delivery = { failures: 0, heldUntil: null, problem: null, since: null };

const FIRST_HOLD_SECONDS = 5;
/** Whoever mends the platform sees grades arrive within minutes. */
const LONGEST_HOLD_SECONDS = 600;
const LONGEST_ASKED_SECONDS = 6 * 3_600;
/** One call may fail for reasons of its own; so many in a row speak of the platform. */
const UNANSWERED_IN_A_ROW = 3;

/**
 * What a send says of its platform. An LMS that throttles, refuses our token or is away is not asked once for each grade of
 * a class: all of its grades are held back, then one tries, and when that is answered the others follow.
 * @param jitter a number from 0 up to 1, by chance
 */
export function deliveryAfter(before: Delivery, outcome: SendOutcome, { now, jitter }: { readonly now: Date; readonly jitter: number }): Delivery {
  if (outcome.kind === 'not-sent' || outcome.kind === 'column-forbidden') return before;
  const trouble = troubleOf(outcome);
  const isHeld = before.heldUntil !== null && before.heldUntil > now;
  // what was under way when the platform was held back tells nothing new, good or bad
  if (trouble === undefined) return isHeld || before.failures === 0 ? before : freeDelivery;
  const failures = isHeld ? before.failures : before.failures + 1;
  const heldUntil = holdUntil(before, outcome, { now, jitter, failures, isHeld });
  return { failures, heldUntil, problem: trouble, since: before.since ?? now };
}

function troubleOf(outcome: SendOutcome): GradeProblem | undefined {
  if (outcome.kind === 'unreachable') return 'GRADE_UNREACHABLE';
  if (!concernsPlatform(outcome)) return undefined;
  if (outcome.kind === 'throttled') return 'GRADE_THROTTLED';
  return outcome.kind === 'unauthorized' ? 'GRADE_UNAUTHORIZED' : 'GRADE_FORBIDDEN';
}

interface HoldFacts {
  readonly now: Date;
  readonly jitter: number;
  readonly failures: number;
  readonly isHeld: boolean;
}

function holdUntil(before: Delivery, outcome: SendOutcome, { now, jitter, failures, isHeld }: HoldFacts): Date | null {
  if (outcome.kind === 'unreachable' && failures < UNANSWERED_IN_A_ROW) return before.heldUntil;
  const asked = outcome.kind === 'throttled' ? outcome.retryAfterSeconds : undefined;
  if (isHeld && asked === undefined) return before.heldUntil;
  const grown = Math.min(FIRST_HOLD_SECONDS * 2 ** Math.min(failures - 1, 20), LONGEST_HOLD_SECONDS) * (0.5 + jitter / 2);
  const seconds = asked === undefined ? grown : Math.min(asked, LONGEST_ASKED_SECONDS) + jitter;
  return latest(before.heldUntil, new Date(now.getTime() + seconds * 1000));
}

const latest = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);
