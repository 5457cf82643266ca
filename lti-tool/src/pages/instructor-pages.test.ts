import { expect, test } from '@jest/globals';
import { nobody } from '../../test/nobody.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, sessionIdSchema } from '../domain/ids.ts';
import type { PersonSession } from '../features/identity/session.ts';
import { createInstructorPages } from './instructor-pages.ts';
import type { PageDeps } from './page-deps.ts';

const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const instructor: PersonSession = {
  kind: 'person', id: sessionIdSchema.parse(uuid(1)), actors: ['instructor'], expiresAt: new Date(0), who: nobody,
  institutionId: institutionIdSchema.parse(uuid(2)), personId: personIdSchema.parse(uuid(3)), platformId: platformIdSchema.parse(uuid(4)), courseId: courseIdSchema.parse(uuid(5)), resourceLinkId: resourceLinkIdSchema.parse(uuid(6)),
  launch: { messageType: 'LtiResourceLinkRequest', deploymentId: '1' },
};
// the name of a class is in the session alone
const { classOf } = createInstructorPages({} as PageDeps);

test('a class has one name for all who teach it', () => {
  expect(classOf({ ...instructor, id: sessionIdSchema.parse(uuid(7)), personId: personIdSchema.parse(uuid(8)), actors: ['instructor', 'manager'] })).toBe(classOf(instructor));
});

test.each<[string, Partial<PersonSession>]>([
  ['institution', { institutionId: institutionIdSchema.parse(uuid(9)) }],
  ['course', { courseId: courseIdSchema.parse(uuid(9)) }],
  ['activity', { resourceLinkId: resourceLinkIdSchema.parse(uuid(9)) }],
])('a class of another %s has another name', (_what, other) => {
  expect(classOf({ ...instructor, ...other })).not.toBe(classOf(instructor));
});

test('a class has no name for who does not teach it', () => {
  expect(() => classOf({ ...instructor, actors: ['learner'] })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});
