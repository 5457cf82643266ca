import { z } from 'zod';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, type PlatformId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import type { GradeState } from './grade-state.ts';

/** No address: Moodle writes "" once a second column hangs on an activity. */
const address = z.string().optional().transform((value) => value || undefined);

const claimRow = z.object({
  id: z.uuid(),
  institution_id: institutionIdSchema,
  course_id: courseIdSchema,
  resource_link_id: resourceLinkIdSchema,
  person_id: personIdSchema,
  platform_id: platformIdSchema,
  revision: z.number(),
  points: z.number(),
  maximum: z.number(),
  activity_progress: z.string(),
  grading_progress: z.string(),
  queued_at: z.date(),
  sent_as: z.date(),
  /** When the learner earned the points. */
  earned_at: z.date().nullable(),
  /** Whether they were handed in with this time. */
  handed_in: z.boolean(),
  attempts: z.number(),
  subject: z.string(),
  anonymous: z.boolean(),
  lti_resource_link_id: z.string(),
  link_title: z.string(),
  ags: z.object({ lineitems: address, lineitem: address }).nullable(),
  claim: z.uuid(),
});
/** A grade that is ours to send. */
export type ClaimedGrade = z.infer<typeof claimRow>;

export interface ClaimRequest {
  readonly platformId: PlatformId;
  readonly limit: number;
  /** A new id that stands for the claim. */
  readonly claim: string;
  readonly now: Date;
}

/** Short, for a killed process's grades wait for it; a process that lives makes its claims longer. */
export const CLAIM_MILLISECONDS = 12_000;

/**
 * Takes grades of a platform that are due, oldest first, in one statement; other processes take others. Each gets a timestamp that
 * is later than its last one by a second at least: Moodle refuses one in the same second. Nothing comes while the platform is held back.
 */
export async function claimGrades(sql: Sql, { platformId, limit, claim, now }: ClaimRequest): Promise<ClaimedGrade[]> {
  const state = JSON.stringify({ status: 'sending', since: now.toISOString() } satisfies GradeState);
  const rows = await sql.query(
    `with due as (
       select id from grade
       where platform_id = $1 and due_at <= $3 and (claimed_until is null or claimed_until <= $3)
         and not exists (select from grade_delivery d where d.platform_id = $1 and d.held_until > $3)
       order by due_at, id limit $2 for update skip locked
     )
     update grade g
     set state = $6, attempts = g.attempts + 1, claim = $4, claimed_until = $5,
         sent_as = greatest(date_trunc('milliseconds', g.scored_at), g.sent_as + interval '1 second')
     from due, person p, resource_link r join course c on c.id = r.course_id
     where g.id = due.id and p.id = g.person_id and r.id = g.resource_link_id
     returning g.id, g.institution_id, c.id as course_id, g.resource_link_id, g.person_id, g.platform_id, g.revision, g.points, g.maximum,
       g.activity_progress, g.grading_progress, g.queued_at, g.sent_as, g.earned_at, g.earned_at is not distinct from g.handed_in_at as handed_in, g.attempts, p.subject, p.anonymous, r.lti_resource_link_id, r.title as link_title, r.ags, g.claim`,
    [platformId, limit, now, claim, new Date(now.getTime() + CLAIM_MILLISECONDS), state],
  );
  return z.array(claimRow).parse(rows);
}

/**
 * Makes a claim longer that has not run out.
 * @returns whether any grade is still claimed by it
 */
export async function extendClaim(sql: Sql, claim: string, now: Date): Promise<boolean> {
  const rows = await sql.query('update grade set claimed_until = $3 where claim = $1 and claimed_until > $2 returning id', [claim, now, new Date(now.getTime() + CLAIM_MILLISECONDS)]);
  return rows.length > 0;
}

/**
 * Gives a claimed grade a new timestamp, for it is sent once more.
 * @param notBefore the timestamp to use when it is late enough
 * @returns undefined when the claim has run out, and the grade may be another's
 */
export async function renewTimestamp(sql: Sql, { id, claim }: Pick<ClaimedGrade, 'id' | 'claim'>, notBefore: Date): Promise<Date | undefined> {
  const row = await maybeOne<{ sent_as: Date }>(
    sql,
    `update grade set sent_as = greatest(sent_as + interval '1 second', date_trunc('milliseconds', $3::timestamptz)) where id = $1 and claim = $2 returning sent_as`,
    [id, claim, notBefore],
  );
  return row?.sent_as;
}

/** What became of a claimed grade. */
export interface Concluded {
  readonly grade: Pick<ClaimedGrade, 'id' | 'claim' | 'revision'>;
  /** With which time the work was handed in; null: it was not, this time. */
  readonly handedInAt: Date | null;
  readonly state: GradeState;
  /** When it is to be sent next; null: it is not. */
  readonly dueAt: Date | null;
  /** Whether this attempt counts. */
  readonly tried: boolean;
}

/**
 * Writes what became of claimed grades, in one statement, and gives the claims back.
 * @returns ids of those that are still the newest score; a newer one stays due
 */
export async function concludeGrades(tx: Sql, concluded: readonly Concluded[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string; current: boolean }>(
    `update grade g
     set state = case when g.revision = o.revision then o.state else g.state end,
         due_at = case when g.revision = o.revision then o.due_at else g.due_at end,
         attempts = case when g.revision = o.revision and not o.tried then g.attempts - 1 else g.attempts end,
         handed_in_at = coalesce(o.handed_in_at, g.handed_in_at),
         claim = null, claimed_until = null
     from jsonb_to_recordset($1::jsonb) as o(id uuid, claim uuid, revision integer, state jsonb, due_at timestamptz, tried boolean, handed_in_at timestamptz)
     where g.id = o.id and g.claim = o.claim
     returning g.id, g.revision = o.revision as current`,
    [JSON.stringify(concluded.map(({ grade, state, dueAt, tried, handedInAt }) => ({ id: grade.id, claim: grade.claim, revision: grade.revision, state, due_at: dueAt, tried, handed_in_at: handedInAt })))],
  );
  return new Set(rows.filter(({ current }) => current).map(({ id }) => id));
}
