import { z } from 'zod';
import { localTextSchema } from './local-text.ts';
import { personIdSchema, type Person, type PersonId } from './people.ts';
import { courseRoleSchema, type CourseRole } from './roles.ts';

export const courseIdSchema = z.string().min(1).brand<'CourseId'>();
export type CourseId = z.infer<typeof courseIdSchema>;

const sectionSchema = z.object({ id: z.string(), title: localTextSchema, text: localTextSchema });
export type Section = z.infer<typeof sectionSchema>;

/** `observes`: whom a parent or mentor accompanies. */
const membershipSchema = z.object({ personId: personIdSchema, role: courseRoleSchema, status: z.enum(['Active', 'Inactive', 'Deleted']).optional(), observes: z.array(personIdSchema).optional() });
export type Membership = z.infer<typeof membershipSchema>;

/** People of a course who work together; `set` is the name of the set a group belongs to. */
const groupSchema = z.object({ id: z.string().min(1), name: localTextSchema, set: localTextSchema.optional(), members: z.array(personIdSchema) });
export type Group = z.infer<typeof groupSchema>;

export const courseSchema = z.object({
  id: courseIdSchema,
  label: z.string(),
  title: localTextSchema,
  summary: localTextSchema,
  sourcedId: z.string(),
  sections: z.array(sectionSchema),
  members: z.array(membershipSchema),
  groups: z.array(groupSchema).default([]),
  /** Courses this one was copied from, the latest first. */
  copiedFrom: z.array(courseIdSchema).default([]),
});
export type Course = z.infer<typeof courseSchema>;

/** The role of a person in a course, or undefined for somebody who has no business there, or none at present. */
export function roleIn(course: Course, person: Person): CourseRole | undefined {
  if (person.administrator) return 'administrator';
  return course.members.find((member) => member.personId === person.id && member.status !== 'Inactive')?.role;
}

/** Whom a person accompanies in a course. */
export const observedBy = (course: Course, person: Person): readonly PersonId[] => course.members.find(({ personId }) => personId === person.id)?.observes ?? [];
