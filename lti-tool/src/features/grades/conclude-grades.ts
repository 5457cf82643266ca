import type { Clock } from '../../ports/clock.ts';
import type { EmitAll, Happening, Notify } from '../../ports/emit.ts';
import type { PlatformId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { decideAfterSend, type GradeDecision, type SendOutcome } from './decide-after-send.ts';
import { deliveryAfter, freeDelivery, type Delivery } from './delivery.ts';
import { lockDelivery, releaseGrades, saveDelivery } from './delivery-store.ts';
import { concludeGrades, type ClaimedGrade, type Concluded } from './grade-claims.ts';
import type { GradeState } from './grade-state.ts';
import { handInTime } from './send-grade.ts';

export interface ConcludeDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emitAll: EmitAll;
  readonly notify: Notify;
  /** A number from 0 up to 1, by chance. */
  readonly jitter: () => number;
}

export interface Concluding {
  /**
   * Writes what became of a grade; resolves when it is written. Those that end at the same time are written in one transaction.
   * @param outcome undefined: there is nowhere to send it
   */
  conclude(grade: ClaimedGrade, outcome: SendOutcome | undefined): Promise<void>;
  /** Whether the platform is held back now: what is not sent yet should wait. */
  isHeld(): boolean;
}

interface Ended {
  readonly grade: ClaimedGrade;
  readonly outcome: SendOutcome | undefined;
}

interface Batch {
  readonly ended: Ended[];
  readonly written: Promise<void>;
}

/** @param failures of the platform so far */
export function createConcluding(deps: ConcludeDeps, platformId: PlatformId, failures: number): Concluding {
  let delivery: Delivery = { ...freeDelivery, failures };
  let open: Batch | undefined;
  let last: Promise<void> = Promise.resolve();
  const isHeld = (): boolean => delivery.heldUntil !== null && delivery.heldUntil > deps.clock.now();
  return {
    isHeld,
    conclude(grade, outcome) {
      if (open === undefined) {
        const ended: Ended[] = [];
        const written = last.catch(() => {}).then(async () => {
          open = undefined;
          delivery = await write(deps, { platformId, ended, delivery });
        });
        open = { ended, written };
        last = written;
      }
      open.ended.push({ grade, outcome });
      return open.written;
    },
  };
}

interface WriteFacts {
  readonly platformId: PlatformId;
  readonly ended: readonly Ended[];
  /** As this process knows it. */
  readonly delivery: Delivery;
}

function write(deps: ConcludeDeps, { platformId, ended, delivery: known }: WriteFacts): Promise<Delivery> {
  const now = deps.clock.now();
  return deps.sql.transaction(async (tx) => {
    const delivery = await judgeDelivery(deps, tx, { platformId, ended, known, now });
    const written = ended.map(({ grade, outcome }) => ({ grade, ...concluded(deps, { grade, outcome, delivery, now }) }));
    const current = await concludeGrades(tx, written);
    const told = written.filter(({ grade }) => current.has(grade.id)).map((one) => ({ ...one, happenings: happeningOf(one.grade, one.state) }));
    await deps.emitAll(tx, told.flatMap(({ happenings }) => happenings));
    // nothing has happened, but open pages show another state
    for (const { grade, tried, happenings } of told) if (tried && happenings.length === 0) await deps.notify(tx, { resourceLinkId: grade.resource_link_id, personId: grade.person_id });
    return delivery;
  });
}

/** The platform's own state is locked and written only when there is something to say: a class whose grades are taken waits for no lock. */
async function judgeDelivery(deps: ConcludeDeps, tx: Sql, { platformId, ended, known, now }: { platformId: PlatformId; ended: readonly Ended[]; known: Delivery; now: Date }): Promise<Delivery> {
  const fold = (from: Delivery): Delivery => ended.reduce((delivery, { outcome }) => (outcome === undefined ? delivery : deliveryAfter(delivery, outcome, { now, jitter: deps.jitter() })), from);
  if (fold(known) === known) return known;
  const before = await lockDelivery(tx, platformId);
  const after = fold(before);
  if (after !== before) await saveDelivery(tx, platformId, after);
  if (after.failures === 0 && before.heldUntil !== null) await releaseGrades(tx, platformId, now);
  return after;
}

interface ConcludeFacts {
  readonly grade: ClaimedGrade;
  readonly outcome: SendOutcome | undefined;
  readonly delivery: Delivery;
  readonly now: Date;
}

function concluded(deps: ConcludeDeps, { grade, outcome, delivery, now }: ConcludeFacts): Omit<Concluded, 'grade'> {
  const handedInAt = outcome?.kind === 'accepted' ? handInTime(grade) ?? null : null;
  if (outcome === undefined) return { handedInAt, state: { status: 'unavailable', problem: grade.anonymous ? 'GRADE_ANONYMOUS' : 'GRADE_NO_GRADEBOOK', at: now.toISOString() }, dueAt: null, tried: true };
  const waitingSeconds = (now.getTime() - grade.queued_at.getTime()) / 1000;
  const decision = decideAfterSend(outcome, {
    attempts: grade.attempts,
    waitingSeconds,
    platformIsHeld: delivery.heldUntil !== null && delivery.heldUntil > now,
    jitter: deps.jitter(),
  });
  return { handedInAt, ...stateAfter(decision, now, delivery), tried: decision.kind !== 'later' };
}

/** Another process looks for the column, or the platform is held back: a look again soon costs nothing. */
const LATER_MILLISECONDS = 500;

function stateAfter(decision: GradeDecision, now: Date, { heldUntil }: Delivery): { readonly state: GradeState; readonly dueAt: Date | null } {
  const at = now.toISOString();
  switch (decision.kind) {
    case 'sent':
      return { state: { status: 'sent', at }, dueAt: null };
    case 'refused':
      return { state: { status: 'refused', problem: decision.problem, at }, dueAt: null };
    case 'later':
      return { state: { status: 'waiting' }, dueAt: new Date(now.getTime() + LATER_MILLISECONDS) };
    case 'retry':
      return retrying(decision.problem, new Date(now.getTime() + decision.afterSeconds * 1000));
    case 'with-platform':
      return retrying(decision.problem, heldUntil ?? now);
  }
}

function retrying(problem: Extract<GradeState, { status: 'retrying' }>['problem'], nextAt: Date): { readonly state: GradeState; readonly dueAt: Date } {
  return { state: { status: 'retrying', problem, nextAt: nextAt.toISOString() }, dueAt: nextAt };
}

function happeningOf(grade: ClaimedGrade, state: GradeState): Happening[] {
  const place = { institutionId: grade.institution_id, courseId: grade.course_id, resourceLinkId: grade.resource_link_id, personId: grade.person_id, labId: null };
  if (state.status === 'sent') return [{ place, body: { type: 'grade.sent', points: grade.points, maximum: grade.maximum } }];
  return state.status === 'refused' ? [{ place, body: { type: 'grade.refused', cause: state.problem } }] : [];
}
