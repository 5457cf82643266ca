import { z } from 'zod';

/** What a person is in one course. */
export const courseRoleSchema = z.enum(['learner', 'instructor', 'assistant', 'administrator', 'observer']);
export type CourseRole = z.infer<typeof courseRoleSchema>;

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';

/**
 * Role URIs of LTI Core 1.3, appendix A.2. A sub-role is sent together with its principal role; an
 * administrator is also an Instructor of every course, as Moodle sends it.
 */
export const roleUris: Readonly<Record<CourseRole, readonly string[]>> = {
  learner: [`${membership}#Learner`, `${institution}#Student`],
  instructor: [`${membership}#Instructor`, `${institution}#Faculty`],
  assistant: [`${membership}#Instructor`, `${membership}/Instructor#TeachingAssistant`],
  administrator: [`${institution}#Administrator`, `${membership}#Instructor`, 'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator'],
  observer: [`${membership}#Mentor`],
};

/** Only learners have a row in the gradebook. */
export const isGraded = (role: CourseRole): boolean => role === 'learner';

/** May see everybody's grades and add activities. A teaching assistant sees, but does not add. */
export const maySeeAllGrades = (role: CourseRole): boolean => role !== 'learner' && role !== 'observer';
export const mayAddActivities = (role: CourseRole): boolean => role === 'instructor' || role === 'administrator';

/**
 * Whether a role matches the `role` filter of NRPS 2.0 section 3.4.2, given as a full URI or by its short context name.
 */
export function matchesRoleFilter(role: CourseRole, filter: string): boolean {
  const wanted = filter.includes(':') ? filter : `${membership}#${filter}`;
  return roleUris[role].includes(wanted);
}
