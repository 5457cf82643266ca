import { z } from 'zod';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, type InstitutionId, type PersonId, type ResourceLinkId } from '../../ids.ts';
import { maybeOne, type Sql } from '../../sql.ts';
import { gradeStateSchema, type GradeState } from './grade-state.ts';

/** A learner in an activity. */
export interface GradePlace {
  readonly institutionId: InstitutionId;
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

export interface NewGrade extends GradePlace {
  readonly id: string;
  readonly points: number;
  readonly maximum: number;
  readonly activityProgress: 'InProgress' | 'Completed';
  readonly scoredAt: Date;
}

const WAITING: GradeState = { status: 'waiting' };

/** @returns whether anything changed: an older score and the same one change nothing */
export async function upsertGrade(tx: Sql, grade: NewGrade): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `insert into grade (id, institution_id, resource_link_id, person_id, points, maximum, activity_progress, grading_progress, scored_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'FullyGraded', $8, $9)
     on conflict (resource_link_id, person_id) do update
       set points = excluded.points, maximum = excluded.maximum, activity_progress = excluded.activity_progress,
           scored_at = excluded.scored_at, state = excluded.state, revision = grade.revision + 1, attempts = 0
       where grade.institution_id = excluded.institution_id and grade.scored_at <= excluded.scored_at
         and (grade.points, grade.maximum, grade.activity_progress) is distinct from (excluded.points, excluded.maximum, excluded.activity_progress)
     returning id`,
    [grade.id, grade.institutionId, grade.resourceLinkId, grade.personId, grade.points, grade.maximum, grade.activityProgress, grade.scoredAt, JSON.stringify(WAITING)],
  );
  return row !== undefined;
}

const attemptRow = z.object({
  id: z.uuid(),
  revision: z.number(),
  points: z.number(),
  maximum: z.number(),
  activity_progress: z.string(),
  grading_progress: z.string(),
  scored_at: z.date(),
  sent_as: z.date(),
  attempts: z.number(),
  subject: z.string(),
  anonymous: z.boolean(),
  platform_id: platformIdSchema,
  lti_resource_link_id: z.string(),
  link_title: z.string(),
  ags: z.object({ lineitems: z.string().optional(), lineitem: z.string().optional() }).nullable(),
});
export type GradeAttempt = z.infer<typeof attemptRow>;

/**
 * Begins an attempt to send the newest score, with a timestamp that is later than the last one by a second at least:
 * Moodle refuses one in the same second. Two attempts at once are told apart by it, and the platform keeps the later.
 * @param notBefore the timestamp to use when it is late enough; else the score's own instant
 * @returns undefined when there is nothing to send: sent, refused, or no such grade
 */
export async function beginAttempt(sql: Sql, place: GradePlace, now: Date, notBefore?: Date): Promise<GradeAttempt | undefined> {
  const row = await maybeOne(
    sql,
    `update grade g
     set state = $4, attempts = g.attempts + 1,
         sent_as = greatest(date_trunc('milliseconds', g.scored_at), g.sent_as + interval '1 second', $5::timestamptz)
     from person p, resource_link r join course c on c.id = r.course_id
     where g.institution_id = $1 and g.resource_link_id = $2 and g.person_id = $3
       and g.status in ('waiting', 'sending', 'retrying') and p.id = g.person_id and r.id = g.resource_link_id
     returning g.id, g.revision, g.points, g.maximum, g.activity_progress, g.grading_progress, g.scored_at, g.sent_as, g.attempts,
       p.subject, p.anonymous, c.platform_id, r.lti_resource_link_id, r.title as link_title, r.ags`,
    [place.institutionId, place.resourceLinkId, place.personId, JSON.stringify({ status: 'sending', since: now.toISOString() } satisfies GradeState), notBefore ?? null],
  );
  return row === undefined ? undefined : attemptRow.parse(row);
}

/** Ends an attempt. @returns whether it was still the newest score; a newer one has a job of its own */
export async function endAttempt(tx: Sql, attempt: Pick<GradeAttempt, 'id' | 'revision'>, state: GradeState): Promise<boolean> {
  const row = await maybeOne(tx, `update grade set state = $3 where id = $1 and revision = $2 and status = 'sending' returning id`, [attempt.id, attempt.revision, JSON.stringify(state)]);
  return row !== undefined;
}

/** Keeps the line item an activity's grades go to; null forgets it. */
export async function rememberLineItem(sql: Sql, id: ResourceLinkId, lineItemUrl: string | null): Promise<void> {
  if (lineItemUrl === null) await sql.query(`update resource_link set ags = ags - 'lineitem' where id = $1`, [id]);
  else await sql.query(`update resource_link set ags = jsonb_set(ags, '{lineitem}', to_jsonb($2::text)) where id = $1`, [id, lineItemUrl]);
}

const gradeRow = z.object({
  id: z.uuid(),
  institution_id: institutionIdSchema,
  institution: z.string(),
  course_id: courseIdSchema,
  course: z.string(),
  resource_link_id: resourceLinkIdSchema,
  person_id: personIdSchema,
  person: z.string().nullable(),
  points: z.number(),
  maximum: z.number(),
  activity_progress: z.string(),
  scored_at: z.date(),
  attempts: z.number(),
  state: gradeStateSchema,
});
export type GradeRow = z.infer<typeof gradeRow>;

const selectGrades = `
  select g.id, g.institution_id, i.name as institution, c.id as course_id, c.title as course, g.resource_link_id, g.person_id, p.name as person,
         g.points, g.maximum, g.activity_progress, g.scored_at, g.attempts, g.state
  from grade g join institution i on i.id = g.institution_id join person p on p.id = g.person_id
  join resource_link r on r.id = g.resource_link_id join course c on c.id = r.course_id`;

/** Every grade of an activity. */
export async function gradesOfActivity(sql: Sql, { institutionId, resourceLinkId }: Pick<GradePlace, 'institutionId' | 'resourceLinkId'>): Promise<GradeRow[]> {
  return z.array(gradeRow).parse(await sql.query(`${selectGrades} where g.institution_id = $1 and g.resource_link_id = $2`, [institutionId, resourceLinkId]));
}

export async function gradeAt(sql: Sql, place: GradePlace): Promise<GradeRow | undefined> {
  const row = await maybeOne(sql, `${selectGrades} where g.institution_id = $1 and g.resource_link_id = $2 and g.person_id = $3`, [place.institutionId, place.resourceLinkId, place.personId]);
  return row === undefined ? undefined : gradeRow.parse(row);
}

export async function gradeById(sql: Sql, id: string): Promise<GradeRow | undefined> {
  const row = await maybeOne(sql, `${selectGrades} where g.id = $1`, [id]);
  return row === undefined ? undefined : gradeRow.parse(row);
}

/** Grades that did not arrive, oldest first. */
export async function undeliveredGrades(sql: Sql, limit: number): Promise<GradeRow[]> {
  return z.array(gradeRow).parse(await sql.query(`${selectGrades} where g.status in ('retrying', 'refused') order by g.scored_at limit $1`, [limit]));
}

/** Lets a grade be sent once more. */
export async function resetGrade(tx: Sql, id: string): Promise<void> {
  await tx.query('update grade set state = $2, attempts = 0, revision = revision + 1 where id = $1', [id, JSON.stringify(WAITING)]);
}
