import { z } from 'zod';
import { courseIdSchema, type Course, type CourseId, type Membership } from './courses.ts';
import { personIdSchema } from './people.ts';
import { courseRoleSchema } from './roles.ts';

/** What becomes of somebody's place in a course. `Inactive` keeps it and lets nobody in; `Deleted` takes it away. */
export const membershipChangeSchema = z.object({
  courseId: courseIdSchema,
  personId: personIdSchema,
  status: z.enum(['Active', 'Inactive', 'Deleted']),
  role: courseRoleSchema.default('learner'),
});
export type MembershipChange = z.infer<typeof membershipChangeSchema>;

/** The course after a change. Pure. */
export function changedCourse(course: Course, { personId, status, role }: MembershipChange): Course {
  const others = course.members.filter((member) => member.personId !== personId);
  return { ...course, members: status === 'Deleted' ? others : [...others, { personId, role, status }] };
}

/** A member with what a list of members says of them. */
export type ListedMember = Membership & { readonly status: MembershipChange['status'] };

/** Everybody who has a place in the course. */
export const listedMembers = (course: Course): ListedMember[] => course.members.map((member) => ({ ...member, status: member.status ?? 'Active' }));

/**
 * Whose place has changed since a moment, as it is now, and `Deleted` for those who lost theirs (NRPS 2.0 section 2.4.3).
 * @param since how many changes there had been at that moment
 */
export function changedMembers(changes: readonly MembershipChange[], courseId: CourseId, since: number): ListedMember[] {
  const latest = new Map(changes.slice(since).filter((change) => change.courseId === courseId).map((change) => [change.personId, change]));
  return [...latest.values()].map(({ personId, role, status }) => ({ personId, role, status }));
}
