import type { ScoreOutcome } from '../../ports/platform-services.ts';
import type { GradeProblem } from './grade-errors.ts';

/** What a send led to: the platform's answer, that there is no column and none can be made, or that another process is looking for it just now. */
export type SendOutcome = ScoreOutcome | { readonly kind: 'no-column' } | { readonly kind: 'column-forbidden'; readonly detail: string } | { readonly kind: 'not-sent' };

export type GradeDecision =
  | { readonly kind: 'sent' }
  /** Not tried: it waits on, as if nothing had been. */
  | { readonly kind: 'later' }
  | { readonly kind: 'retry'; readonly problem: GradeProblem; readonly afterSeconds: number }
  /** Goes out with the others as soon as the platform as a whole takes grades again. */
  | { readonly kind: 'with-platform'; readonly problem: GradeProblem }
  | { readonly kind: 'refused'; readonly problem: GradeProblem };

export interface SendFacts {
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  /** Since when the score waits. */
  readonly waitingSeconds: number;
  /** Whether the platform as a whole is held back by now. */
  readonly platformIsHeld: boolean;
  /** A number from 0 up to 1, by chance: learners of one class do not all come back in the same second. */
  readonly jitter: number;
}

const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 6 * 3_600;
/** A term: an LMS that is away over the holidays still gets its grades. */
const GIVE_UP_AFTER_SECONDS = 150 * 86_400;

/** What follows from the platform's answer. Only a "no" about this very grade is final; everything else is tried again. */
export function decideAfterSend(outcome: SendOutcome, facts: SendFacts): GradeDecision {
  if (outcome.kind === 'accepted') return { kind: 'sent' };
  if (outcome.kind === 'not-sent') return { kind: 'later' };
  if (outcome.kind === 'refused') return { kind: 'refused', problem: 'GRADE_NOT_GRADABLE' };
  if (facts.waitingSeconds > GIVE_UP_AFTER_SECONDS) return { kind: 'refused', problem: 'GRADE_GAVE_UP' };
  const problem = problems[outcome.kind];
  return concernsPlatform(outcome) || (outcome.kind === 'unreachable' && facts.platformIsHeld) ? { kind: 'with-platform', problem } : { kind: 'retry', problem, afterSeconds: pause(facts) };
}

/** Whether every grade of the platform would meet the same: then the platform is held back, not this grade. */
export function concernsPlatform(outcome: SendOutcome): boolean {
  return outcome.kind === 'throttled' || outcome.kind === 'unauthorized' || (outcome.kind === 'forbidden' && outcome.missingScope !== undefined);
}

const problems: Readonly<Record<Exclude<SendOutcome['kind'], 'accepted' | 'not-sent' | 'refused'>, GradeProblem>> = {
  conflict: 'GRADE_CONFLICT',
  'no-line-item': 'GRADE_COLUMN_GONE',
  locked: 'GRADE_LOCKED',
  'no-column': 'GRADE_NO_GRADEBOOK',
  'column-forbidden': 'GRADE_COLUMN_FORBIDDEN',
  unauthorized: 'GRADE_UNAUTHORIZED',
  forbidden: 'GRADE_FORBIDDEN',
  throttled: 'GRADE_THROTTLED',
  unreachable: 'GRADE_UNREACHABLE',
};

/** Doubles with every attempt, up to six hours; between half and all of it by chance. */
function pause({ attempts, jitter }: SendFacts): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS) * (0.5 + jitter / 2);
}
