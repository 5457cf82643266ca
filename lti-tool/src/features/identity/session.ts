import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../../domain/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import { readCookie } from '../../http/cookies.ts';
import { errorsOf, fail } from '../../errors.ts';
import { sessionIdSchema, type CourseId, type InstitutionId, type PersonId, type PlatformId, type ResourceLinkId, type SessionId } from '../../domain/ids.ts';
import type { LaunchFacts } from '../../domain/launch-facts.ts';
import { HOUR_MILLISECONDS, sessionLimits } from '../../domain/session-limits.ts';
import type { Sql } from '../../ports/sql.ts';
import { identityErrors } from './identity-errors.ts';
import { isSecretOf, sessionCookieName, sessionSecrets } from './session-secret.ts';
import { deleteSessionsEndedBefore, endSession, findSession, touchSession, type SessionRow, type Who } from './session-store.ts';
import type { Staff } from './staff.ts';

/** Pages send it with every request; a form or a link of another site cannot, so it also proves where a change comes from. */
export const SESSION_HEADER = 'x-cloudclass-session';

const TOUCHED_EVERY_MILLISECONDS = 60_000;

interface AnySession {
  readonly id: SessionId;
  readonly actors: readonly Actor[];
  /** When it ends at the latest. */
  readonly expiresAt: Date;
  readonly who: Who;
}

/** Somebody who came from a course, by its LMS. */
export interface PersonSession extends AnySession {
  readonly kind: 'person';
  readonly institutionId: InstitutionId;
  readonly personId: PersonId;
  readonly platformId: PlatformId;
  /** Null when the launch was outside any course. */
  readonly courseId: CourseId | null;
  /** Null while content is being chosen. */
  readonly resourceLinkId: ResourceLinkId | null;
  readonly launch: LaunchFacts;
}

/** Somebody who signed in at the identity provider. */
export interface StaffSession extends AnySession {
  readonly kind: 'staff';
  /** Whose manager it is; null for staff of ours. */
  readonly institutionId: InstitutionId | null;
  readonly staff: Staff;
}

export type Session = PersonSession | StaffSession;

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
}

/**
 * The session a request belongs to: named by its header, proven by its cookie, or by a bearer token where the browser
 * keeps no cookie.
 * @throws SESSION_HEADER_MISSING, NOT_SIGNED_IN
 */
export async function sessionOf(deps: Deps, headers: IncomingHttpHeaders): Promise<Session> {
  const id = namedSession(headers);
  const secret = bearerOf(headers) ?? readCookie(headers.cookie, sessionCookieName(id));
  if (secret === undefined) throw fail('NOT_SIGNED_IN', { detail: 'neither cookie nor bearer token came' });
  const row = await findSession(deps.sql, id);
  const now = deps.clock.now();
  if (row === undefined || !isSecretOf(secret, row.secret_hash)) throw fail('NOT_SIGNED_IN', { detail: 'unknown session or wrong secret' });
  if (hasEnded(row, now)) throw fail('NOT_SIGNED_IN', { detail: 'the session has ended' });
  if (now.getTime() - row.seen_at.getTime() >= TOUCHED_EVERY_MILLISECONDS) await touchSession(deps.sql, id, now);
  return toSession(row);
}

/**
 * A page of the session is open, though it asks for nothing: that is use as well.
 * @throws NOT_SIGNED_IN when the session has ended meanwhile
 */
export async function stayIn({ sql, clock }: Deps, { id }: Session): Promise<void> {
  const row = await findSession(sql, id);
  const now = clock.now();
  if (row === undefined || hasEnded(row, now)) throw fail('NOT_SIGNED_IN', { detail: 'the session has ended while its page was open' });
  await touchSession(sql, id, now);
}

/** Ends the session at once and takes its cookie back. @returns the `Set-Cookie` header */
export async function signOut({ sql, clock }: Deps, session: Session): Promise<string> {
  await endSession(sql, session.id, clock.now());
  return sessionSecrets.cookie(session.id, '', 0);
}

/**
 * Removes sessions that ended a day ago; a launch token lives an hour at most, so no nonce comes back.
 * @returns how many
 */
export function sweepSessions({ sql, clock }: Deps): Promise<number> {
  return deleteSessionsEndedBefore(sql, new Date(clock.now().getTime() - 24 * HOUR_MILLISECONDS));
}

/** Ends at its limit, when nobody asked for anything for two hours, or when the person has left the course. */
export function hasEnded(row: Pick<SessionRow, 'expires_at' | 'seen_at' | 'has_left'>, now: Date): boolean {
  return row.has_left || row.expires_at <= now || row.seen_at.getTime() + sessionLimits.idleHours * HOUR_MILLISECONDS <= now.getTime();
}

function namedSession(headers: IncomingHttpHeaders): SessionId {
  const given = headers[SESSION_HEADER];
  if (given === undefined) throw errorsOf(identityErrors)('SESSION_HEADER_MISSING');
  const parsed = sessionIdSchema.safeParse(given);
  if (!parsed.success) throw fail('NOT_SIGNED_IN', { detail: 'the session header is not an id' });
  return parsed.data;
}

function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\w-]{20,200})$/i.exec(authorization ?? '')?.[1];
}

function toSession(row: SessionRow): Session {
  const common = { id: row.id, actors: row.actors, expiresAt: row.expires_at, who: row.who };
  if (row.staff !== null) return { ...common, kind: 'staff', staff: row.staff, institutionId: row.institution_id };
  const { person_id: personId, platform_id: platformId, institution_id: institutionId, launch } = row;
  if (personId === null || platformId === null || institutionId === null || launch === null) throw new Error(`session ${row.id} is neither a person's nor staff's`);
  return { ...common, kind: 'person', institutionId, personId, platformId, launch, courseId: row.course_id, resourceLinkId: row.resource_link_id };
}
