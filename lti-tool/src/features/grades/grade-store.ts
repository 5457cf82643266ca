import { z } from 'zod';
import { courseIdSchema, institutionIdSchema, personIdSchema, resourceLinkIdSchema, type CourseId, type InstitutionId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { WORKING, type GradeProgress } from './grade-progress.ts';
import { gradeStateSchema, type GradeState } from './grade-state.ts';

/** A learner in an activity. */
export interface GradePlace {
  readonly institutionId: InstitutionId;
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

export interface NewGrade extends GradePlace, GradeProgress {
  readonly id: string;
  readonly points: number;
  readonly maximum: number;
  readonly scoredAt: Date;
}

const WAITING = JSON.stringify({ status: 'waiting' } satisfies GradeState);

/**
 * Writes a score and makes it due. One that is being sent keeps its claim, so that scores of a learner leave one after another.
 * @returns whether anything changed: an older score and the same one change nothing
 */
export async function upsertGrade(tx: Sql, grade: NewGrade): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `insert into grade (id, institution_id, resource_link_id, person_id, platform_id, points, maximum, activity_progress, grading_progress, scored_at, queued_at, due_at, state, earned_at)
     select $1, $2, r.id, $4, c.platform_id, $5, $6, $7, $8, $9, $9, $9, $10, $9
     from resource_link r join course c on c.id = r.course_id where r.id = $3 and r.institution_id = $2
     on conflict (resource_link_id, person_id) do update
       set points = excluded.points, maximum = excluded.maximum, activity_progress = excluded.activity_progress, grading_progress = excluded.grading_progress,
           scored_at = excluded.scored_at, queued_at = excluded.queued_at, due_at = excluded.due_at, state = excluded.state, revision = grade.revision + 1, attempts = 0,
           -- the end of a lab earns nothing, and points that change after it, such as an instructor's, are of the same piece of work
           earned_at = case
             when (grade.points, grade.maximum) is distinct from (excluded.points, excluded.maximum) and $11 in (grade.activity_progress, excluded.activity_progress) then excluded.earned_at
             else grade.earned_at
           end
       where grade.institution_id = excluded.institution_id and grade.scored_at <= excluded.scored_at
         and (grade.points, grade.maximum, grade.activity_progress) is distinct from (excluded.points, excluded.maximum, excluded.activity_progress)
     returning id`,
    [grade.id, grade.institutionId, grade.resourceLinkId, grade.personId, grade.points, grade.maximum, grade.activityProgress, grade.gradingProgress, grade.scoredAt, WAITING, WORKING],
  );
  return row !== undefined;
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

/** Lets grades be sent once more, now. */
export async function resetGrades(tx: Sql, institutionId: InstitutionId, ids: readonly string[], now: Date): Promise<void> {
  await tx.query(
    `update grade set state = $4, attempts = 0, revision = revision + 1, queued_at = $3, due_at = $3 where institution_id = $1 and id = any($2::uuid[])`,
    [institutionId, ids, now, WAITING],
  );
}

/**
 * Grades that had nowhere to go are due as soon as a launch has named a gradebook; those of an activity that was not graded, its column.
 * @returns how many
 */
export async function reviveGrades(sql: Sql, now: Date): Promise<number> {
  const rows = await sql.query(
    `update grade g set state = $2, attempts = 0, queued_at = $1, due_at = $1
     from resource_link r
     where r.id = g.resource_link_id and g.state->>'problem' = 'GRADE_NO_GRADEBOOK'
       and case g.status
         when 'unavailable' then coalesce(nullif(r.ags->>'lineitem', ''), nullif(r.ags->>'lineitems', '')) is not null
         when 'retrying' then nullif(r.ags->>'lineitem', '') is not null
       end
     returning g.id`,
    [now, WAITING],
  );
  return rows.length;
}

const storedGradeRow = z.object({ id: z.uuid(), subject: z.string(), points: z.number(), maximum: z.number() });
/** A grade as it should stand in the gradebook, by the learner's `sub`. */
export type StoredGrade = z.infer<typeof storedGradeRow>;

/** The grades of an activity that can be sent at all. */
export async function sendableGrades(sql: Sql, { institutionId, resourceLinkId }: Pick<GradePlace, 'institutionId' | 'resourceLinkId'>): Promise<StoredGrade[]> {
  const rows = await sql.query(
    `select g.id, p.subject, g.points, g.maximum from grade g join person p on p.id = g.person_id
     where g.institution_id = $1 and g.resource_link_id = $2 and not p.anonymous`,
    [institutionId, resourceLinkId],
  );
  return z.array(storedGradeRow).parse(rows);
}

const activityRow = z.object({ id: resourceLinkIdSchema });

/** The activities of a course that have grades. */
export async function gradedActivities(sql: Sql, { institutionId, courseId }: { readonly institutionId: InstitutionId; readonly courseId: CourseId }): Promise<ResourceLinkId[]> {
  const rows = await sql.query(
    `select r.id from resource_link r where r.institution_id = $1 and r.course_id = $2 and exists (select from grade g where g.resource_link_id = r.id) order by r.id`,
    [institutionId, courseId],
  );
  return z.array(activityRow).parse(rows).map(({ id }) => id);
}
