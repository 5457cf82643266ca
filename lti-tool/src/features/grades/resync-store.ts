import { z } from 'zod';
import { courseIdSchema, institutionIdSchema, platformIdSchema, resourceLinkIdSchema, type CourseId, type InstitutionId, type PlatformId, type ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { gradeProblemSchema } from './grade-state.ts';

const count = z.number().int().min(0);

/** How far a comparison of a course's grades with the platform's has come. */
export const resyncStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('asked') }),
  /** `same`: the gradebook has them; `sent`: put on their way again. Without results to compare with, all were. */
  z.object({ status: z.literal('done'), at: z.iso.datetime(), same: count, sent: count, compared: z.boolean() }),
  z.object({ status: z.literal('failed'), at: z.iso.datetime(), problem: gradeProblemSchema }),
]);
export type ResyncState = z.infer<typeof resyncStateSchema>;

export interface ResyncPlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
  /** Null: every activity of the course. */
  readonly resourceLinkId: ResourceLinkId | null;
}

const resyncRow = z.object({ id: z.uuid(), institution_id: institutionIdSchema, course_id: courseIdSchema, resource_link_id: resourceLinkIdSchema.nullable(), asked_at: z.date(), state: resyncStateSchema });
export type Resync = z.infer<typeof resyncRow>;
const COLUMNS = 's.id, s.institution_id, s.course_id, s.resource_link_id, s.asked_at, s.state';

/** @returns false when the same is under way already */
export async function insertResync(tx: Sql, place: ResyncPlace, { id, askedBy, at }: { readonly id: string; readonly askedBy: string; readonly at: Date }): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `insert into grade_resync (id, institution_id, course_id, resource_link_id, asked_by, asked_at, state)
     select $1, $2, c.id, $4, $5, $6, $7 from course c
     where c.id = $3 and c.institution_id = $2
       and not exists (select from grade_resync o where o.course_id = c.id and o.status = 'asked' and o.resource_link_id is not distinct from $4)
     returning id`,
    [id, place.institutionId, place.courseId, place.resourceLinkId, askedBy, at, JSON.stringify({ status: 'asked' } satisfies ResyncState)],
  );
  return row !== undefined;
}

/** Longer than one page of results takes; a killed process's turn runs out. */
const CLAIM_MILLISECONDS = 120_000;

const claimedRow = resyncRow.extend({ platform_id: platformIdSchema }).transform(({ platform_id: platformId, ...resync }) => ({ platformId, resync }));
/** A comparison that is ours to do, and whom it asks. */
export type ClaimedResync = z.infer<typeof claimedRow>;

/**
 * Takes comparisons that were asked for: one of each platform, the one that has waited longest.
 * @param claim a new id that stands for their turns
 * @param except platforms that are being asked just now
 */
export async function claimResyncs(sql: Sql, { claim, except, limit, now }: { readonly claim: string; readonly except: readonly PlatformId[]; readonly limit: number; readonly now: Date }): Promise<ClaimedResync[]> {
  const rows = await sql.query(
    `with first as (
       select distinct on (c.platform_id) s.id, c.platform_id, s.asked_at from grade_resync s join course c on c.id = s.course_id
       where s.status = 'asked' and (s.claimed_until is null or s.claimed_until <= $2) and c.platform_id <> all ($4::uuid[])
       order by c.platform_id, s.asked_at
     ), due as (
       select id, platform_id from first order by asked_at limit $5
     )
     update grade_resync s set claim = $1, claimed_until = $3 from due
     where s.id = due.id and s.status = 'asked' and (s.claimed_until is null or s.claimed_until <= $2)
     returning due.platform_id, ${COLUMNS}`,
    [claim, now, new Date(now.getTime() + CLAIM_MILLISECONDS), except, limit],
  );
  return z.array(claimedRow).parse(rows);
}

/**
 * Makes a turn longer that goes on.
 * @returns false when it is another's by now
 */
export async function keepResync(sql: Sql, { id, claim }: { readonly id: string; readonly claim: string }, now: Date): Promise<boolean> {
  return (await maybeOne(sql, 'update grade_resync set claimed_until = $3 where id = $1 and claim = $2 returning id', [id, claim, new Date(now.getTime() + CLAIM_MILLISECONDS)])) !== undefined;
}

/** @returns whether the turn was still ours */
export async function endResync(tx: Sql, { id, claim }: { readonly id: string; readonly claim: string }, state: ResyncState): Promise<boolean> {
  return (await maybeOne(tx, `update grade_resync set state = $3, claim = null, claimed_until = null where id = $1 and claim = $2 returning id`, [id, claim, JSON.stringify(state)])) !== undefined;
}

/** The last one that took in an activity. */
export async function latestResync(sql: Sql, { institutionId, courseId, resourceLinkId }: ResyncPlace): Promise<Resync | undefined> {
  const row = await maybeOne(
    sql,
    `select ${COLUMNS} from grade_resync s where institution_id = $1 and course_id = $2 and ($3::uuid is null or resource_link_id is null or resource_link_id = $3) order by asked_at desc limit 1`,
    [institutionId, courseId, resourceLinkId],
  );
  return row === undefined ? undefined : resyncRow.parse(row);
}

const linkRow = z.object({ platform_id: z.string(), lineitem: z.string().nullable() });

/** The column of an activity, if it is known. */
export async function columnOfActivity(sql: Sql, institutionId: InstitutionId, resourceLinkId: ResourceLinkId): Promise<{ readonly platformId: string; readonly lineItemUrl: string | null } | undefined> {
  const row = await maybeOne(
    sql,
    `select c.platform_id, nullif(r.ags->>'lineitem', '') as lineitem from resource_link r join course c on c.id = r.course_id where r.id = $2 and r.institution_id = $1`,
    [institutionId, resourceLinkId],
  );
  if (row === undefined) return undefined;
  const { platform_id: platformId, lineitem: lineItemUrl } = linkRow.parse(row);
  return { platformId, lineItemUrl };
}
