import { z } from 'zod';
import { actorSchema } from '../../domain/actor.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, sessionIdSchema, type SessionId } from '../../domain/ids.ts';
import { launchFactsSchema } from '../../domain/launch-facts.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../domain/session-limits.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { staffSchema, type Staff } from './staff.ts';

const languageSchema = z.enum(['ko', 'en']).nullable();

/** Who is looking, and at what, by the names that hold now. */
const whoSchema = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  anonymous: z.boolean().nullable().transform((anonymous) => anonymous ?? false),
  /** What the platform says, newly at every launch. */
  language: languageSchema,
  /** What the person, or somebody of the staff, chose on a page. */
  chosenLanguage: languageSchema,
  institution: z.string().nullable(),
  course: z.string().nullable(),
  unit: z.string().nullable(),
  activity: z.string().nullable(),
  /** What the instructor chose for the activity. */
  activityLanguage: languageSchema,
});
export type Who = z.infer<typeof whoSchema>;

const sessionRow = z.object({
  id: sessionIdSchema,
  secret_hash: z.instanceof(Buffer),
  institution_id: institutionIdSchema.nullable(),
  person_id: personIdSchema.nullable(),
  staff: staffSchema.nullable(),
  course_id: courseIdSchema.nullable(),
  resource_link_id: resourceLinkIdSchema.nullable(),
  platform_id: platformIdSchema.nullable(),
  actors: z.array(actorSchema),
  // a staff session has no launch: the column is an empty object
  launch: z.union([launchFactsSchema, z.strictObject({}).transform(() => null)]),
  expires_at: z.date(),
  seen_at: z.date(),
  /** The platform's roster had this person, and has them no more. A fresh launch is the platform's word that they are back. */
  has_left: z.boolean(),
});
export type SessionRow = z.infer<typeof sessionRow> & { readonly who: Who };

/**
 * A session whose browser is proven, whether or not it has ended. Every page asks who is looking before anything else, so that comes along.
 * This reads the whole database, before it is known whose rows may be seen: what is joined is what the session's own row names.
 */
export async function findSession(sql: Sql, id: SessionId): Promise<SessionRow | undefined> {
  const row = await maybeOne(
    sql,
    `select s.id, s.secret_hash, s.institution_id, s.person_id, s.staff, s.course_id, s.resource_link_id, s.platform_id, s.actors, s.launch, s.expires_at, s.seen_at, coalesce(e.state = 'left', false) as has_left,
            p.name, p.email, p.anonymous, p.language, coalesce(p.chosen_language, o.language) as "chosenLanguage", i.name as institution, c.title as course, u.name as unit, r.title as activity, k.language as "activityLanguage"
     from session s left join institution i on i.id = s.institution_id left join person p on p.id = s.person_id and p.institution_id = i.id
          left join enrolment e on e.course_id = s.course_id and e.person_id = s.person_id
          left join course c on c.id = s.course_id and c.institution_id = i.id left join business_unit u on u.id = c.unit_id and u.institution_id = i.id
          left join resource_link r on r.id = s.resource_link_id and r.institution_id = i.id
          left join activity_configuration k on k.id = r.configuration_id and k.institution_id = i.id
          left join staff_language o on o.issuer = s.staff ->> 'issuer' and o.subject = s.staff ->> 'subject' and o.institution_id is not distinct from s.institution_id
     where s.id = $1 and s.bound_at is not null`,
    [id],
  );
  return row === undefined ? undefined : { ...sessionRow.parse(row), who: whoSchema.parse(row) };
}

/** Notes that a session is in use, and lets it live on: some hours from now, but not past its longest time. */
export async function touchSession(sql: Sql, id: SessionId, now: Date): Promise<void> {
  await sql.query(
    `update session set seen_at = $2, expires_at = greatest(expires_at, least($3, created_at + make_interval(hours => $4)))
     where id = $1 and seen_at < $2 and expires_at > $2`,
    [id, now, new Date(now.getTime() + sessionLimits.renewedHours * HOUR_MILLISECONDS), sessionLimits.longestHours],
  );
}

/** The row stays until it is swept: its nonce must not be used again while a token with it could still be valid. */
export async function endSession(sql: Sql, id: SessionId, now: Date): Promise<void> {
  await sql.query('update session set expires_at = $2 where id = $1 and expires_at > $2', [id, now]);
}

/** Removes sessions that ended before an instant. */
export async function deleteSessionsEndedBefore(sql: Sql, instant: Date): Promise<number> {
  return (await sql.query('delete from session where expires_at < $1 returning id', [instant])).length;
}

export interface NewStaffSession {
  readonly id: SessionId;
  readonly secretHash: Buffer;
  readonly staff: Staff;
  readonly institutionId: string | null;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Keeps what somebody chose on a page, for every sign-in to come. */
export async function keepStaffLanguage(sql: Sql, { institutionId, staff }: Pick<NewStaffSession, 'institutionId' | 'staff'>, language: 'ko' | 'en'): Promise<void> {
  await sql.query(
    `insert into staff_language (institution_id, issuer, subject, language) values ($1, $2, $3, $4)
     on conflict (issuer, subject, institution_id) do update set language = excluded.language`,
    [institutionId, staff.issuer, staff.subject, language],
  );
}

export async function insertStaffSession(sql: Sql, session: NewStaffSession): Promise<void> {
  await sql.query(
    `insert into session (id, secret_hash, institution_id, staff, actors, bound_at, created_at, expires_at, seen_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $6)`,
    [session.id, session.secretHash, session.institutionId, JSON.stringify(session.staff), session.staff.roles, session.now, session.expiresAt],
  );
}
