import type { Clock } from '../../clock.ts';
import type { Emit } from '../../emit.ts';
import type { DomainEvent } from '../../events.ts';
import type { LineItemOutcome, PlatformServices, ScoreOutcome } from '../../platform-services.ts';
import type { Sql } from '../../sql.ts';
import { decideAfterSend, type GradeDecision } from './decide-after-send.ts';
import type { GradeProblem } from './grade-errors.ts';
import type { GradeState } from './grade-state.ts';
import { beginAttempt, endAttempt, rememberLineItem, type GradeAttempt, type GradePlace } from './grade-store.ts';

export interface SendGradeDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly services: PlatformServices;
  /** Asks for this job once more, at an instant; kept with the caller's transaction. */
  readonly schedule: (tx: Sql, job: 'send-grade', event: DomainEvent, at: Date) => Promise<void>;
  /** A number from 0 up to 1, by chance. */
  readonly jitter: () => number;
}

/** A platform that goes on answering "conflict" is asked again later, not for ever. */
const RESENDS_AT_ONCE = 2;

/**
 * Sends the newest score of the learner an event names. Running it twice, late, or again after a killed process sends
 * the same score at most once more with a newer timestamp, which the platform takes for the same grade.
 */
export async function sendGrade(deps: SendGradeDeps, event: DomainEvent): Promise<void> {
  const { institutionId, resourceLinkId, personId } = event.place;
  if (resourceLinkId === null || personId === null) return;
  const place = { institutionId, resourceLinkId, personId };
  let attempt = await beginAttempt(deps.sql, place, deps.clock.now());
  if (attempt === undefined) return;
  const nowhere = unavailableBecause(attempt);
  if (nowhere !== undefined) return void (await endAttempt(deps.sql, attempt, { status: 'unavailable', problem: nowhere, at: deps.clock.now().toISOString() }));
  let outcome = await send(deps, place, attempt);
  for (let resends = 0; mayResendAtOnce(outcome, attempt) && resends < RESENDS_AT_ONCE; resends += 1) {
    const next = await beginResend(deps, place, outcome);
    // meanwhile another attempt has come to its end
    if (next === undefined) return;
    attempt = next;
    outcome = await send(deps, place, attempt);
  }
  await conclude(deps, event, { attempt, decision: decide(deps, attempt, outcome) });
}

/** Why there is nowhere to send a grade to. */
function unavailableBecause({ anonymous, ags }: Pick<GradeAttempt, 'anonymous' | 'ags'>): GradeProblem | undefined {
  if (anonymous) return 'GRADE_ANONYMOUS';
  return ags?.lineitem === undefined && ags?.lineitems === undefined ? 'GRADE_NO_GRADEBOOK' : undefined;
}

async function send(deps: SendGradeDeps, place: GradePlace, attempt: GradeAttempt): Promise<ScoreOutcome> {
  const lineItem = await lineItemFor(deps, place, attempt);
  // a no about the column is no word on the learner
  if (lineItem.kind === 'refused') return { kind: 'no-line-item' };
  if (lineItem.kind !== 'found') return lineItem;
  return deps.services.publishScore({ platformId: attempt.platform_id, lineItemUrl: lineItem.lineItemUrl }, {
    userId: attempt.subject,
    scoreGiven: attempt.points,
    scoreMaximum: attempt.maximum,
    activityProgress: attempt.activity_progress,
    gradingProgress: attempt.grading_progress,
    timestamp: attempt.sent_as,
  });
}

/** The line item the launch named, else the one that is found, which is kept for the rest of the class. */
async function lineItemFor(deps: SendGradeDeps, { resourceLinkId }: GradePlace, { ags, ...attempt }: GradeAttempt): Promise<LineItemOutcome> {
  if (ags?.lineitem !== undefined) return { kind: 'found', lineItemUrl: ags.lineitem };
  const found = await deps.services.findOrCreateLineItem({
    platformId: attempt.platform_id,
    lineItemsUrl: ags?.lineitems ?? '',
    ltiResourceLinkId: attempt.lti_resource_link_id,
    label: attempt.link_title,
    scoreMaximum: attempt.maximum,
  });
  if (found.kind === 'found') await rememberLineItem(deps.sql, resourceLinkId, found.lineItemUrl);
  return found;
}

/** A conflict is answered with a timestamp of now; a column that is gone is looked for again, where the platform lets us. */
function mayResendAtOnce(outcome: ScoreOutcome, { ags }: GradeAttempt): boolean {
  return outcome.kind === 'conflict' || (outcome.kind === 'no-line-item' && ags?.lineitem !== undefined && ags.lineitems !== undefined);
}

async function beginResend(deps: SendGradeDeps, place: GradePlace, outcome: ScoreOutcome): Promise<GradeAttempt | undefined> {
  if (outcome.kind === 'no-line-item') await rememberLineItem(deps.sql, place.resourceLinkId, null);
  return beginAttempt(deps.sql, place, deps.clock.now(), deps.clock.now());
}

function decide(deps: SendGradeDeps, attempt: GradeAttempt, outcome: ScoreOutcome): GradeDecision {
  const waitingSeconds = (deps.clock.now().getTime() - attempt.scored_at.getTime()) / 1000;
  return decideAfterSend(outcome, { attempts: attempt.attempts, waitingSeconds, jitter: deps.jitter() });
}

/** Writes what became of the attempt, with the event or the next attempt; nothing when a newer score is on its way. */
async function conclude(deps: SendGradeDeps, event: DomainEvent, { attempt, decision }: { attempt: GradeAttempt; decision: GradeDecision }): Promise<void> {
  const now = deps.clock.now();
  const nextAt = new Date(now.getTime() + (decision.kind === 'retry' ? decision.afterSeconds * 1000 : 0));
  await deps.sql.transaction(async (tx) => {
    if (!(await endAttempt(tx, attempt, stateAfter(decision, now, nextAt)))) return;
    if (decision.kind === 'sent') await deps.emit(tx, event.place, { type: 'grade.sent', points: attempt.points, maximum: attempt.maximum });
    if (decision.kind === 'refused') await deps.emit(tx, event.place, { type: 'grade.refused', cause: decision.problem });
    if (decision.kind === 'retry') await deps.schedule(tx, 'send-grade', event, nextAt);
  });
}

function stateAfter(decision: GradeDecision, now: Date, nextAt: Date): GradeState {
  switch (decision.kind) {
    case 'sent':
      return { status: 'sent', at: now.toISOString() };
    case 'refused':
      return { status: 'refused', problem: decision.problem, at: now.toISOString() };
    case 'retry':
      return { status: 'retrying', problem: decision.problem, nextAt: nextAt.toISOString() };
  }
}
