import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Emit, Notify } from '../../ports/emit.ts';
import { errorsOf } from '../../errors.ts';
import type { CourseId, LabId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { gradeErrors } from './grade-errors.ts';
import { isWorthSending, progressOf, type WorkFacts } from './grade-progress.ts';
import { gradeAt, gradeById, resetGrades, upsertGrade, type GradePlace, type GradeRow } from './grade-store.ts';

const fail = errorsOf(gradeErrors);

interface QueueDeps {
  readonly ids: Ids;
  readonly emit: Emit;
  readonly notify: Notify;
}

/** The score of a learner in an activity. Points count whether or not every step is done: partial credit stands when the learner stops. */
export interface ScoredActivity extends GradePlace, WorkFacts {
  readonly courseId: CourseId;
  readonly labId: LabId | null;
  readonly maximum: number;
  /** When the score became what it is; of two scores the newer one counts. */
  readonly scoredAt: Date;
}

/**
 * Puts a score on its way to the gradebook, in the transaction that made it: the row is the queue, and a grade sender finds it. A
 * score that is older than the one on record, or says the same, changes nothing.
 * @returns whether it changed anything
 */
export async function queueGrade({ ids, emit, notify }: QueueDeps, tx: Sql, scored: ScoredActivity): Promise<boolean> {
  const { institutionId, courseId, resourceLinkId, personId, labId, points, maximum, complete, scoredAt } = scored;
  const before = await gradeAt(tx, scored);
  if (!isWorthSending(scored, before !== undefined)) return false;
  const changed = await upsertGrade(tx, { id: ids.next(), institutionId, resourceLinkId, personId, points, maximum, ...progressOf(scored), scoredAt });
  if (!changed) return false;
  // a lab that ends changes how far the learner is, not the score
  if (before?.points === points && before.maximum === maximum) await notify(tx, scored);
  else await emit(tx, { institutionId, courseId, resourceLinkId, personId, labId }, { type: 'score.changed', points, maximum, complete });
  return true;
}

interface ResendDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly notify: Notify;
}

/**
 * Sends the grade of a learner once more, whatever became of it.
 * @throws GRADE_NOTHING_TO_SEND
 */
export function resendGrade(deps: ResendDeps, place: GradePlace): Promise<void> {
  return resend(deps, (tx) => gradeAt(tx, place));
}

/**
 * Sends a grade once more, by its id: for operators.
 * @throws GRADE_NOTHING_TO_SEND
 */
export function replayGrade(deps: ResendDeps, id: string): Promise<void> {
  return resend(deps, async (tx) => (z.uuid().safeParse(id).success ? gradeById(tx, id) : undefined));
}

function resend({ sql, clock, notify }: ResendDeps, find: (tx: Sql) => Promise<GradeRow | undefined>): Promise<void> {
  return sql.transaction(async (tx) => {
    const grade = await find(tx);
    if (grade === undefined) throw fail('GRADE_NOTHING_TO_SEND');
    await resetGrades(tx, grade.institution_id, [grade.id], clock.now());
    await notify(tx, { resourceLinkId: grade.resource_link_id, personId: grade.person_id });
  });
}
