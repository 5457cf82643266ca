import { Router, type RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import type { Course } from '../course/courses.ts';
import { faultInjection } from './fault-injection.ts';
import { courseOf, requireAccept, requireScope } from './guards.ts';
import { mediaType } from './media-types.ts';
import { sendablePage } from './paging.ts';
import { scope } from './scopes.ts';

type Needs = Pick<LmsContext, 'state' | 'urls' | 'faults' | 'grants'>;

/** Course Groups Service 1.0: the groups of a course, of one person with `user_id`, and the sets they belong to. */
export function groupRoutes(context: Needs): Router {
  const reading = requireScope(context, scope.groupReadOnly);
  return Router({ mergeParams: true })
    .all(['/groups', '/groups/sets'], faultInjection(context.faults, 'groups'), reading)
    .get('/groups', requireAccept(mediaType.groupContainer), groups(context))
    .get('/groups/sets', requireAccept(mediaType.groupSetContainer), sets(context));
}

const groups = (context: Needs): RequestHandler => (req, res) => {
  const course = courseOf(context, req.params['courseId']);
  const { user_id: userId } = req.query;
  const shown = course.groups.filter(({ members }) => userId === undefined || members.some((member) => member === userId));
  res.json({
    id: context.urls.groups(course.id),
    groups: sendablePage(context.urls, req, res, shown).map(({ id, name, set }) => ({ id, name: name.en, ...(set === undefined ? {} : { set_ids: [setId(set.en)] }) })),
  });
};

const sets = (context: Needs): RequestHandler => (req, res) => {
  const course = courseOf(context, req.params['courseId']);
  res.json({ id: context.urls.groupSets(course.id), sets: sendablePage(context.urls, req, res, setsOf(course)) });
};

const setId = (name: string): string => `set-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;

function setsOf({ groups }: Course): { id: string; name: string }[] {
  const names = new Set(groups.flatMap(({ set }) => (set === undefined ? [] : [set.en])));
  return [...names].map((name) => ({ id: setId(name), name }));
}
