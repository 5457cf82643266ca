import type { PersonId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import type { GradeProblem } from './grade-errors.ts';
import type { GradeState } from './grade-state.ts';
import { gradeAt, gradesOfActivity, undeliveredGrades, type GradePlace, type GradeRow } from './grade-store.ts';

/** A grade and where it is on its way, as pages show it. */
export interface GradeView {
  readonly points: number;
  readonly maximum: number;
  readonly status: GradeState['status'];
  readonly sentAt: Date | null;
  /** Why it waits, was refused or cannot be sent. */
  readonly problem: GradeProblem | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  /** When it was refused. */
  readonly refusedAt: Date | null;
}

/** The grade of a learner in an activity; undefined before the first score. */
export async function gradeOfLearner(sql: Sql, place: GradePlace): Promise<GradeView | undefined> {
  const row = await gradeAt(sql, place);
  return row === undefined ? undefined : viewOf(row);
}

/** The grades of a class, by learner. */
export async function gradesByLearner(sql: Sql, activity: Pick<GradePlace, 'institutionId' | 'resourceLinkId'>): Promise<ReadonlyMap<PersonId, GradeView>> {
  return new Map((await gradesOfActivity(sql, activity)).map((row) => [row.person_id, viewOf(row)]));
}

/** A grade that did not arrive, for operators. */
export interface UndeliveredGrade extends GradeView {
  readonly id: string;
  readonly institution: string;
  readonly course: string;
  readonly learner: { readonly id: PersonId; readonly name: string | null };
  /** Since when the score waits. */
  readonly since: Date;
}

const SHOWN = 200;

/** Grades that wait for another attempt or were refused, the oldest first. */
export async function gradesNotDelivered(sql: Sql): Promise<UndeliveredGrade[]> {
  return (await undeliveredGrades(sql, SHOWN)).map((row) => ({
    ...viewOf(row),
    id: row.id,
    institution: row.institution,
    course: row.course,
    learner: { id: row.person_id, name: row.person },
    since: row.scored_at,
  }));
}

function viewOf({ points, maximum, attempts, state }: GradeRow): GradeView {
  return {
    points, maximum, attempts,
    status: state.status,
    sentAt: state.status === 'sent' ? new Date(state.at) : null,
    problem: 'problem' in state ? state.problem : null,
    nextAttemptAt: state.status === 'retrying' ? new Date(state.nextAt) : null,
    refusedAt: state.status === 'refused' ? new Date(state.at) : null,
  };
}
