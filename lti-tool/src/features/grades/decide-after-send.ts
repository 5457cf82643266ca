import type { ScoreOutcome } from '../../platform-services.ts';
import type { GradeProblem } from './grade-errors.ts';

export type GradeDecision =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly problem: GradeProblem; readonly afterSeconds: number }
  | { readonly kind: 'refused'; readonly problem: GradeProblem };

export interface SendFacts {
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  /** Since when the score waits. */
  readonly waitingSeconds: number;
  /** A number from 0 up to 1, by chance: learners of one class do not all come back in the same second. */
  readonly jitter: number;
}

const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 6 * 3_600;
/** A term: an LMS that is away over the holidays still gets its grades. */
const GIVE_UP_AFTER_SECONDS = 150 * 86_400;

type Failure = Exclude<ScoreOutcome, { kind: 'accepted' }>;

/** What follows from the platform's answer. Only a "no" about this very grade is final; everything else is tried again. */
export function decideAfterSend(outcome: ScoreOutcome, facts: SendFacts): GradeDecision {
  if (outcome.kind === 'accepted') return { kind: 'sent' };
  if (outcome.kind === 'refused') return { kind: 'refused', problem: 'GRADE_NOT_GRADABLE' };
  if (facts.waitingSeconds > GIVE_UP_AFTER_SECONDS) return { kind: 'refused', problem: 'GRADE_GAVE_UP' };
  return { kind: 'retry', problem: problems[outcome.kind], afterSeconds: pause(outcome, facts) };
}

const problems: Readonly<Record<Exclude<Failure['kind'], 'refused'>, GradeProblem>> = {
  conflict: 'GRADE_CONFLICT',
  'no-line-item': 'GRADE_COLUMN_GONE',
  unauthorized: 'GRADE_UNAUTHORIZED',
  forbidden: 'GRADE_FORBIDDEN',
  throttled: 'GRADE_THROTTLED',
  unreachable: 'GRADE_UNREACHABLE',
};

/** Doubles with every attempt, up to six hours; between half and all of it by chance. A platform that names a time is given it. */
function pause(outcome: Failure, { attempts, jitter }: SendFacts): number {
  const full = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS);
  const spread = full * (0.5 + jitter / 2);
  const asked = outcome.kind === 'throttled' ? outcome.retryAfterSeconds : undefined;
  return asked === undefined ? spread : Math.min(asked, LONGEST_RETRY_SECONDS) + spread * 0.1;
}
