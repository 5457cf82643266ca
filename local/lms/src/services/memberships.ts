import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import type { Activity } from '../course/activities.ts';
import type { Course } from '../course/courses.ts';
import { changedMembers, listedMembers, type ListedMember } from '../course/membership-changes.ts';
import { officialName } from '../course/people.ts';
import { matchesRoleFilter, roleUris, type CourseRole } from '../course/roles.ts';
import { claim } from '../platform/claims.ts';
import type { Quirks } from '../quirks/quirks.ts';
import { faultInjection } from './fault-injection.ts';
import { courseOf, requireAccept, requireScope, toolOf } from './guards.ts';
import { mediaType } from './media-types.ts';
import { sendablePage } from './paging.ts';
import { scope } from './scopes.ts';
import { ServiceError } from './service-error.ts';

type Needs = Pick<LmsContext, 'quirks' | 'state' | 'urls' | 'faults' | 'grants'>;

/**
 * NRPS 2.0: the people of a course, with the filters `role` and `rlid`, in pages; and since a moment, who came, changed and left.
 * `groups=true` adds their groups (Course Groups 1.0).
 */
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
  const link = rlid === undefined ? undefined : linkOf(context, course, String(rlid), toolOf(res).clientId);
  const members = membersOf(context, req, course).filter((member) => mayOpen(link, member)).filter((member) => role === undefined || matchesRoleFilter(member.role, String(role)));
  const page = sendablePage(context.urls, req, res, members);
  offerDifferences(context, course, res);
  res.json({
    id: context.urls.memberships(course.id),
    context: { id: course.id, label: course.label, title: course.title.en },
    members: page.flatMap((member) => shown(context, member, { ...(link === undefined ? {} : messagesOf(link)), ...(groups === 'true' ? groupsOf(course, member) : {}) })),
  });
};

const sinceSchema = z.coerce.number().int().nonnegative();

function membersOf({ state }: Needs, req: Request, course: Course): ListedMember[] {
  if (req.query['since'] === undefined) return listedMembers(course);
  const since = sinceSchema.safeParse(req.query['since']);
  if (!since.success) throw new ServiceError(400, 'since has to come from an address this service gave');
  return changedMembers(state.membershipChanges, course.id, since.data);
}

/** The address that will tell what changed after this answer (NRPS 2.0 section 2.4.3). */
function offerDifferences({ quirks, urls, state }: Needs, course: Course, res: Response): void {
  if (quirks.has('roster-without-differences')) return;
  res.append('Link', `<${urls.memberships(course.id)}?since=${state.membershipChanges.length}>; rel="differences"`);
}

function linkOf({ state }: Needs, course: Course, rlid: string, clientId: string): Activity {
  const activity = state.activity(rlid);
  if (activity?.courseId !== course.id || activity.clientId !== clientId) throw new ServiceError(404, 'rlid is not a link of this tool in this course');
  return activity;
}

/** With `rlid`, only those are listed who may open that link (NRPS 2.0 section 3.4.3). */
const mayOpen = (link: Activity | undefined, { personId, role }: ListedMember): boolean => link?.assignedTo === undefined || role !== 'learner' || link.assignedTo.includes(personId);

/** With `rlid`, each member carries what a launch of that link would say (NRPS 2.0 section 3.4.3). */
const messagesOf = ({ custom }: Activity): { message: object[] } => ({ message: [{ [claim.messageType]: 'LtiResourceLinkRequest', [claim.custom]: custom }] });

function groupsOf({ groups }: Course, { personId }: ListedMember): { group_enrollments: object[] } {
  return { group_enrollments: groups.filter(({ members }) => members.includes(personId)).map(({ id }) => ({ group_id: id })) };
}

function shown({ state, quirks }: Needs, member: ListedMember, more: object): object[] {
  const person = state.people.get(member.personId);
  if (person === undefined) return [];
  const name = officialName(person);
  return [
    {
      status: member.status,
      user_id: person.id,
      roles: rolesIn(quirks, member.role),
      name: name.full,
      given_name: name.given,
      family_name: name.family,
      email: person.email,
      lis_person_sourcedid: person.sourcedId,
      ...more,
    },
  ];
}

/** Roles as the roster names them, which need not be what a launch of the same person says. */
function rolesIn(quirks: Quirks, role: CourseRole): readonly string[] {
  const listed = role === 'assistant' && quirks.has('assistant-is-learner-in-roster') ? 'learner' : role;
  const uris = roleUris[listed];
  if (!quirks.has('short-roles-in-roster')) return uris;
  return [...new Set(uris.filter((uri) => uri.includes('/membership#')).map((uri) => uri.slice(uri.indexOf('#') + 1)))];
}
