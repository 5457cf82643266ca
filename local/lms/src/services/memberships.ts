import { Router, type RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import type { Course, Membership } from '../course/courses.ts';
import { officialName, type Person } from '../course/people.ts';
import { matchesRoleFilter, roleUris } from '../course/roles.ts';
import { claim } from '../platform/claims.ts';
import { faultInjection } from './fault-injection.ts';
import { courseOf, requireAccept, requireScope, toolOf } from './guards.ts';
import { mediaType } from './media-types.ts';
import { sendablePage } from './paging.ts';
import { scope } from './scopes.ts';
import { ServiceError } from './service-error.ts';

type Needs = Pick<LmsContext, 'state' | 'urls' | 'faults' | 'grants'>;

/** NRPS 2.0: the people of a course, with the filters `role` and `rlid`, in pages; `groups=true` adds their groups (Course Groups 1.0). */
export function membershipRoutes(context: Needs): Router {
  return Router({ mergeParams: true }).get(
    '/memberships',
    faultInjection(context.faults, 'memberships'),
    requireScope(context, scope.membershipReadOnly),
    requireAccept(mediaType.membershipContainer),
    list(context),
  );
}

const list = (context: Needs): RequestHandler => (req, res) => {
  const course = courseOf(context, req.params['courseId']);
  const { role, rlid, groups } = req.query;
  const launchable = rlid === undefined ? undefined : messagesOf(context, course, String(rlid), toolOf(res).clientId);
  const members = course.members.filter((member) => role === undefined || matchesRoleFilter(member.role, String(role)));
  res.json({
    id: context.urls.memberships(course.id),
    context: { id: course.id, label: course.label, title: course.title.en },
    members: sendablePage(context.urls, req, res, members).flatMap((member) => shown(context.state.people.get(member.personId), member, { ...launchable, ...(groups === 'true' ? groupsOf(course, member) : {}) })),
  });
};

/** With `rlid`, each member carries what a launch of that link would say (NRPS 2.0 section 3.4.3). */
function messagesOf({ state }: Needs, course: Course, rlid: string, clientId: string): { message: object[] } {
  const activity = state.activity(rlid);
  if (activity?.courseId !== course.id || activity.clientId !== clientId) throw new ServiceError(404, 'rlid is not a link of this tool in this course');
  return { message: [{ [claim.messageType]: 'LtiResourceLinkRequest', [claim.custom]: activity.custom }] };
}

function groupsOf({ groups }: Course, { personId }: Membership): { group_enrollments: object[] } {
  return { group_enrollments: groups.filter(({ members }) => members.includes(personId)).map(({ id }) => ({ group_id: id })) };
}

function shown(person: Person | undefined, member: Membership, more: object): object[] {
  if (person === undefined) return [];
  const name = officialName(person);
  return [
    {
      status: 'Active',
      user_id: person.id,
      roles: roleUris[member.role],
      name: name.full,
      given_name: name.given,
      family_name: name.family,
      email: person.email,
      lis_person_sourcedid: person.sourcedId,
      ...more,
    },
  ];
}
