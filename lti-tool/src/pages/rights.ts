import type { Actor } from '../domain/actor.ts';
import { fail } from '../errors.ts';
import type { PersonSession, Session, StaffSession } from '../features/identity/session.ts';
import type { CourseId, InstitutionId, PersonId, PlatformId, ResourceLinkId } from '../domain/ids.ts';
import { personIdSchema } from '../domain/ids.ts';

/** A person's session inside an activity of a course. */
export interface ActivitySession extends PersonSession {
  readonly courseId: CourseId;
  readonly resourceLinkId: ResourceLinkId;
}

/**
 * A session that may act as this actor inside an activity.
 * @throws FORBIDDEN
 */
export function inActivity(session: Session, ...anyOf: readonly Actor[]): ActivitySession {
  const { kind } = session;
  if (kind !== 'person' || session.courseId === null || session.resourceLinkId === null) throw fail('FORBIDDEN', { detail: 'not a session inside an activity' });
  if (!anyOf.some((actor) => session.actors.includes(actor))) throw fail('FORBIDDEN', { detail: `needs ${anyOf.join(' or ')}` });
  return { ...session, courseId: session.courseId, resourceLinkId: session.resourceLinkId };
}

/** Where a learner works: institution, course, activity, person. */
export interface LearnerPlace {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

/**
 * Whose lab a request is about: one's own, or, for an instructor, that of a learner of the same course. Whether the learner is
 * enrolled there is checked by whoever reads.
 * @throws FORBIDDEN
 */
export function whose(session: Session, learnerId: string | null | undefined): LearnerPlace {
  const { institutionId, courseId, resourceLinkId, personId } = inActivity(session, 'learner', 'instructor');
  if (learnerId === null || learnerId === undefined || learnerId === personId) return { institutionId, courseId, resourceLinkId, personId };
  inActivity(session, 'instructor');
  const other = personIdSchema.safeParse(learnerId);
  if (!other.success) throw fail('BAD_INPUT', { detail: 'learnerId' });
  return { institutionId, courseId, resourceLinkId, personId: other.data };
}

/** Whose learning an observer accompanies, and where. */
export interface ObservedPlace extends Omit<LearnerPlace, 'personId'> {
  readonly platformId: PlatformId;
  /** `sub`s of the platform, as the launch named them. */
  readonly subjects: readonly string[];
}

/** @throws FORBIDDEN */
export function observing(session: Session): ObservedPlace {
  const { institutionId, courseId, resourceLinkId, platformId, launch } = inActivity(session, 'observer');
  return { institutionId, courseId, resourceLinkId, platformId, subjects: launch.observedSubjects ?? [] };
}

/**
 * The institution a manager acts for, by staff sign-in or by launch as its administrator.
 * @throws FORBIDDEN
 */
export function managedInstitution(session: Session): InstitutionId {
  if (!session.actors.includes('manager') || session.institutionId === null) throw fail('FORBIDDEN', { detail: 'needs a manager of an institution' });
  return session.institutionId;
}

/** @throws FORBIDDEN */
export function asStaff(session: Session, role: 'sales' | 'operator'): StaffSession {
  if (session.kind !== 'staff' || !session.actors.includes(role)) throw fail('FORBIDDEN', { detail: `needs ${role}` });
  return session;
}

/** How the audit log names who did something. */
export function actorName(session: Session): string {
  return session.kind === 'staff' ? session.staff.email ?? session.staff.name ?? session.staff.subject : `person ${session.personId}`;
}
