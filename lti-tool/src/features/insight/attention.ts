/** What an instructor should look at, most urgent first. */
export const attentionKinds = ['hand-raised', 'lab-failed', 'error-streak', 'stuck', 'grade-refused'] as const;
export type AttentionKind = (typeof attentionKinds)[number];

export interface Attention {
  readonly kind: AttentionKind;
  readonly since: Date;
}

/** What is known of one learner now. */
export interface AttentionFacts {
  readonly now: Date;
  readonly handRaisedAt: Date | null;
  readonly labFailedAt: Date | null;
  /** Calls that failed one after another, and when the last one did. */
  readonly errorStreak: number;
  readonly lastErrorAt: Date | null;
  /** When work on the open step began; null when no lab runs or all is done. */
  readonly stepSince: Date | null;
  /** Median time of the class on that step, in seconds; null when nobody passed it yet. */
  readonly medianSecondsOnStep: number | null;
  readonly gradeRefusedAt: Date | null;
  /** When the instructor dismissed a mark of a kind. */
  readonly dismissed: ReadonlyMap<AttentionKind, Date>;
}

const ERRORS_IN_A_ROW = 3;
/** Nobody is called stuck earlier than this, in seconds, however quick the class. */
const PATIENCE_SECONDS = 10 * 60;
const TIMES_MEDIAN = 2;

/**
 * The most urgent mark that the instructor has not dismissed since it arose.
 * Stuck means more than ten minutes and twice the class's median on the step.
 */
export function attentionOf(facts: AttentionFacts): Attention | null {
  const since: Record<AttentionKind, Date | null> = {
    'hand-raised': facts.handRaisedAt,
    'lab-failed': facts.labFailedAt,
    'error-streak': facts.errorStreak >= ERRORS_IN_A_ROW ? facts.lastErrorAt : null,
    stuck: stuckSince(facts),
    'grade-refused': facts.gradeRefusedAt,
  };
  for (const kind of attentionKinds) {
    const at = since[kind];
    const dismissedAt = facts.dismissed.get(kind);
    if (at !== null && (dismissedAt === undefined || dismissedAt < at)) return { kind, since: at };
  }
  return null;
}

function stuckSince({ now, stepSince, medianSecondsOnStep }: AttentionFacts): Date | null {
  if (stepSince === null) return null;
  const limit = Math.max(PATIENCE_SECONDS, (medianSecondsOnStep ?? 0) * TIMES_MEDIAN);
  const at = new Date(stepSince.getTime() + limit * 1000);
  return at <= now ? at : null;
}
