import type { Ids } from '../../clock.ts';
import type { Emit } from '../../emit.ts';
import { errorsOf } from '../../errors.ts';
import type { CourseId, LabId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { gradeErrors } from './grade-errors.ts';
import { gradeAt, gradeById, resetGrade, upsertGrade, type GradePlace, type GradeRow } from './grade-store.ts';

const fail = errorsOf(gradeErrors);

interface QueueDeps {
  readonly ids: Ids;
  readonly emit: Emit;
}

/** The score of a learner in an activity. */
export interface ScoredActivity extends GradePlace {
  readonly courseId: CourseId;
  readonly labId: LabId | null;
  readonly points: number;
  readonly maximum: number;
  /** Whether every step is done. Points count either way: partial credit stands when the learner stops. */
  readonly complete: boolean;
  /** When the score became what it is; of two scores the newer one counts. */
  readonly scoredAt: Date;
}

/**
 * Puts a score on its way to the gradebook, in the transaction that made it. A score that is older than the one on
 * record, or says the same, changes nothing.
 * @returns whether it changed anything
 */
export async function queueGrade({ ids, emit }: QueueDeps, tx: Sql, scored: ScoredActivity): Promise<boolean> {
  const { institutionId, courseId, resourceLinkId, personId, labId, points, maximum, complete } = scored;
  const activityProgress = complete ? 'Completed' : 'InProgress';
  const changed = await upsertGrade(tx, { id: ids.next(), institutionId, resourceLinkId, personId, points, maximum, activityProgress, scoredAt: scored.scoredAt });
  if (changed) await emit(tx, { institutionId, courseId, resourceLinkId, personId, labId }, { type: 'score.changed', points, maximum, complete });
  return changed;
}

interface ResendDeps {
  readonly sql: Sql;
  readonly emit: Emit;
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
  return resend(deps, (tx) => gradeById(tx, id));
}

function resend({ sql, emit }: ResendDeps, find: (tx: Sql) => Promise<GradeRow | undefined>): Promise<void> {
  return sql.transaction(async (tx) => {
    const grade = await find(tx);
    if (grade === undefined) throw fail('GRADE_NOTHING_TO_SEND');
    await resetGrade(tx, grade.id);
    const place = { institutionId: grade.institution_id, courseId: grade.course_id, resourceLinkId: grade.resource_link_id, personId: grade.person_id, labId: null };
    await emit(tx, place, { type: 'score.changed', points: grade.points, maximum: grade.maximum, complete: grade.activity_progress === 'Completed' });
  });
}
