import { observedBy } from '../course/courses.ts';
import type { PendingLaunch } from '../platform/pending-launches.ts';
import type { PlatformUrls } from '../platform/urls.ts';

type Lookup = (launch: PendingLaunch, urls: PlatformUrls) => string | undefined;

const ofActivity = (read: (launch: PendingLaunch & { kind: 'resource-link' }) => string): Lookup => (launch) => (launch.kind === 'resource-link' ? read(launch) : undefined);

/** A few of Canvas's own variables; its list is at https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.tools_variable_substitutions */
const variables: Readonly<Record<string, Lookup>> = {
  '$Canvas.api.domain': (_launch, urls) => new URL(urls.origin).host,
  '$Canvas.course.id': ({ course }) => course.id,
  '$Canvas.course.name': ({ course, language }) => course.title[language],
  '$Canvas.course.sisSourceId': ({ course }) => course.sourcedId,
  '$Canvas.user.id': ({ person }) => person.id,
  '$Canvas.user.loginId': ({ person }) => person.username,
  '$Canvas.user.sisSourceId': ({ person }) => person.sourcedId,
  '$Activity.id.history': ofActivity(({ activity }) => activity.copiedFrom.join(',')),
  '$com.instructure.User.observees': ({ course, person }) => observedBy(course, person).join(','),
  '$Canvas.assignment.id': ofActivity(({ activity }) => activity.id),
  '$Canvas.assignment.title': ofActivity(({ activity, language }) => activity.title[language]),
  '$Canvas.assignment.dueAt.iso8601': ofActivity(({ activity }) => activity.submission?.endDateTime ?? ''),
};

/** Their names, as a tool that registers itself reads them. */
export const canvasVariables = Object.keys(variables).map((name) => name.slice(1));

/** Custom parameters with Canvas's variables resolved; one it does not know in this place stays as it was written. */
export const resolveCanvasVariables = (custom: Readonly<Record<string, unknown>>, launch: PendingLaunch, urls: PlatformUrls): Record<string, unknown> =>
  Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, variables[String(value)]?.(launch, urls) ?? value]));
