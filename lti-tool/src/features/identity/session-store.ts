import { z } from 'zod';
import { actorSchema } from '../../actor.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, sessionIdSchema, type SessionId } from '../../ids.ts';
import { launchFactsSchema } from '../../launch-facts.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../session-limits.ts';
import { maybeOne, type Sql } from '../../sql.ts';
import { staffSchema, type Staff } from './staff.ts';

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
});
export type SessionRow = z.infer<typeof sessionRow>;

/** A session whose browser is proven, whether or not it has ended. */
export async function findSession(sql: Sql, id: SessionId): Promise<SessionRow | undefined> {
  const row = await maybeOne(
    sql,
    `select id, secret_hash, institution_id, person_id, staff, course_id, resource_link_id, platform_id, actors, launch, expires_at, seen_at
     from session where id = $1 and bound_at is not null`,
    [id],
  );
  return row === undefined ? undefined : sessionRow.parse(row);
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

export async function insertStaffSession(sql: Sql, session: NewStaffSession): Promise<void> {
  await sql.query(
    `insert into session (id, secret_hash, institution_id, staff, actors, bound_at, created_at, expires_at, seen_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $6)`,
    [session.id, session.secretHash, session.institutionId, JSON.stringify(session.staff), session.staff.roles, session.now, session.expiresAt],
  );
}
