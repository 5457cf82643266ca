import { z } from 'zod';
import { courseIdSchema, institutionIdSchema, platformIdSchema, resourceLinkIdSchema, type CourseId, type InstitutionId, type PlatformId, type ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';

export interface CoursePlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
}

const sourceRow = z.object({ platform_id: platformIdSchema, nrps_url: z.string(), differences_url: z.string().nullable(), full_at: z.date().nullable(), groups_url: z.string().nullable(), group_sets_url: z.string().nullable() });

/** Where a platform lists the people of a course, and what is known from an earlier reading. */
export interface RosterSource {
  readonly platformId: PlatformId;
  readonly membershipsUrl: string;
  readonly differencesUrl: string | null;
  /** When the list was last read in full. */
  readonly fullAt: Date | null;
  /** Null where the platform has no groups. */
  readonly groups: { readonly groupsUrl: string; readonly setsUrl: string | null } | null;
}

/** A launch of any of the course's activities may have said where its people are listed. */
export async function rosterSource(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<RosterSource | undefined> {
  const row = await maybeOne(
    sql,
    `select c.platform_id, r.nrps_url, cr.differences_url, cr.full_at, c.groups_url, c.group_sets_url
     from course c join resource_link r on r.course_id = c.id left join course_roster cr on cr.course_id = c.id
     where c.institution_id = $1 and c.id = $2 and r.nrps_url is not null order by r.id limit 1`,
    [institutionId, courseId],
  );
  if (row === undefined) return undefined;
  const source = sourceRow.parse(row);
  const groups = source.groups_url === null ? null : { groupsUrl: source.groups_url, setsUrl: source.group_sets_url };
  return { platformId: source.platform_id, membershipsUrl: source.nrps_url, differencesUrl: source.differences_url, fullAt: source.full_at, groups };
}

const standingRow = z.object({ tried_at: z.date().nullable(), full_at: z.date().nullable(), problem: z.string().nullable() });

/** How fresh a course's list is, and what keeps it from being fresh. */
export interface RosterStanding {
  readonly readAt: Date | null;
  readonly problem: string | null;
}

export async function rosterStanding(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<RosterStanding> {
  const row = await maybeOne(sql, 'select tried_at, full_at, problem from course_roster where institution_id = $1 and course_id = $2', [institutionId, courseId]);
  if (row === undefined) return { readAt: null, problem: null };
  const { tried_at: triedAt, full_at: fullAt, problem } = standingRow.parse(row);
  return { readAt: problem === null ? triedAt : fullAt, problem };
}

const dueRow = z.object({ institution_id: institutionIdSchema, id: courseIdSchema, platform_id: platformIdSchema });
const COURSES_OF_A_PLATFORM = 2;

/** A course whose list should be read. */
export interface DueCourse extends CoursePlace {
  readonly platformId: PlatformId;
}

/**
 * Courses whose list should be read now: never read and in use; every five minutes while an instructor looks at the class; every hour
 * while anybody is in the course; every six hours while labs of the last two weeks stand in it. A few of each platform at most, those
 * that have waited longest first, so that a university with a thousand courses leaves room for the others.
 * @param except platforms that are being asked just now
 */
export async function rostersDue(sql: Sql, now: Date, { except, limit }: { readonly except: readonly PlatformId[]; readonly limit: number }): Promise<DueCourse[]> {
  const rows = await sql.query(
    `with used as materialized (
       select course_id, max(seen_at) filter (where 'instructor' = any (actors)) as looked_at
       from session where course_id is not null and seen_at >= $1::timestamptz - interval '1 hour' group by course_id
     ), worked as materialized (
       select distinct course_id from lab where requested_at >= $1::timestamptz - interval '14 days'
     ), due as (
       select c.institution_id, c.id, c.platform_id, cr.tried_at, row_number() over (partition by c.platform_id order by cr.tried_at nulls first) as turn
       from (select course_id from used union select course_id from worked) as concerned
       join course c on c.id = concerned.course_id left join used on used.course_id = c.id left join course_roster cr on cr.course_id = c.id
       where c.platform_id <> all ($2::uuid[])
         and (cr.claimed_until is null or cr.claimed_until <= $1)
         and (cr.tried_at is null or cr.tried_at <= $1::timestamptz - case
           when used.looked_at >= $1::timestamptz - interval '10 minutes' then interval '5 minutes'
           when used.course_id is not null then interval '1 hour'
           else interval '6 hours' end)
         and exists (select from resource_link r where r.course_id = c.id and r.nrps_url is not null)
     )
     select institution_id, id, platform_id from due where turn <= ${COURSES_OF_A_PLATFORM} order by turn, tried_at nulls first limit $3`,
    [now, except, limit],
  );
  return z.array(dueRow).parse(rows).map((row) => ({ institutionId: row.institution_id, courseId: row.id, platformId: row.platform_id }));
}

const linkRow = z.object({ id: resourceLinkIdSchema });

/** The activities of a course. */
export async function linksOf(sql: Sql, { institutionId, courseId }: CoursePlace): Promise<ResourceLinkId[]> {
  return z.array(linkRow).parse(await sql.query('select id from resource_link where institution_id = $1 and course_id = $2', [institutionId, courseId])).map(({ id }) => id);
}

/** A page takes less; every page that arrives makes it longer. */
const CLAIM_MILLISECONDS = 60_000;
const claimEnd = (now: Date): Date => new Date(now.getTime() + CLAIM_MILLISECONDS);

/**
 * Takes the turn to read a course's list; a killed process's turn runs out.
 * @param claim a new id that stands for the turn
 */
export async function claimRoster(sql: Sql, { institutionId, courseId }: CoursePlace, claim: string, now: Date): Promise<boolean> {
  const row = await maybeOne(
    sql,
    `insert into course_roster (course_id, institution_id, claim, claimed_until, tried_at) values ($1, $2, $3, $4, $5)
     on conflict (course_id) do update set claim = excluded.claim, claimed_until = excluded.claimed_until, tried_at = excluded.tried_at
     where course_roster.institution_id = $2 and (course_roster.claim is null or course_roster.claimed_until <= $5)
     returning course_id`,
    [courseId, institutionId, claim, claimEnd(now), now],
  );
  return row !== undefined;
}

/** @returns whether the turn is still ours */
export async function keepRosterClaim(sql: Sql, { courseId }: CoursePlace, claim: string, now: Date): Promise<boolean> {
  return (await maybeOne(sql, 'update course_roster set claimed_until = $3 where course_id = $1 and claim = $2 returning course_id', [courseId, claim, claimEnd(now)])) !== undefined;
}

/** How a reading ended. */
export type RosterReading =
  | { readonly kind: 'full'; readonly at: Date; readonly differencesUrl: string | undefined }
  | { readonly kind: 'differences'; readonly differencesUrl: string | undefined }
  | { readonly kind: 'failed'; readonly problem: string };

/** Gives the turn back with how it ended. What an address of differences has told once it does not tell again, so the next one is kept at once. */
export async function endRosterClaim(tx: Sql, { courseId }: CoursePlace, claim: string, reading: RosterReading): Promise<void> {
  // what killed processes have left goes as well, but only with the turn: another's reading may be under way
  await tx.query('delete from roster_stage s where s.course_id = $1 and (s.claim = $2 or exists (select from course_roster r where r.course_id = $1 and r.claim = $2))', [courseId, claim]);
  if (reading.kind === 'failed') {
    await tx.query('update course_roster set claim = null, claimed_until = null, problem = $3 where course_id = $1 and claim = $2', [courseId, claim, reading.problem]);
    return;
  }
  await tx.query(
    `update course_roster set claim = null, claimed_until = null, problem = null, differences_url = $3, full_at = coalesce($4, full_at),
       members = (select count(*) from enrolment e where e.course_id = $1 and e.state = 'active')
     where course_id = $1 and claim = $2`,
    [courseId, claim, reading.differencesUrl ?? null, reading.kind === 'full' ? reading.at : null],
  );
}
