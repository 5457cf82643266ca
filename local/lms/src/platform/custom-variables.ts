import { isOfActivity, type LaunchOfActivity, type PendingLaunch } from './pending-launches.ts';
import { officialName } from '../course/people.ts';

type Lookup = (launch: PendingLaunch) => string | undefined;

const ofActivity = (read: (launch: LaunchOfActivity) => string | undefined): Lookup => (launch) => (isOfActivity(launch) ? read(launch) : undefined);

/** Ids of what something was copied from, the latest first (LTI Core 1.3, custom variables). */
const historyOf = (ids: readonly string[]): string => ids.map(encodeURIComponent).join(',');

const variables: Readonly<Record<string, Lookup>> = {
  'User.id': ({ person }) => person.id,
  'User.username': ({ person }) => person.username,
  'Person.name.full': ({ person }) => officialName(person).full,
  'Person.email.primary': ({ person }) => person.email,
  'Person.sourcedId': ({ person }) => person.sourcedId,
  'Context.id': ({ course }) => course.id,
  'Context.id.history': ({ course }) => historyOf(course.copiedFrom),
  'Context.label': ({ course }) => course.label,
  'Context.title': ({ course, language }) => course.title[language],
  'ResourceLink.id': ofActivity(({ activity }) => activity.id),
  'ResourceLink.id.history': ofActivity(({ activity }) => historyOf(activity.copiedFrom)),
  'ResourceLink.title': ofActivity(({ activity, language }) => activity.title[language]),
  'ResourceLink.available.startDateTime': ofActivity(({ activity }) => activity.available?.startDateTime),
  'ResourceLink.available.endDateTime': ofActivity(({ activity }) => activity.available?.endDateTime),
  'ResourceLink.submission.startDateTime': ofActivity(({ activity }) => activity.submission?.startDateTime),
  'ResourceLink.submission.endDateTime': ofActivity(({ activity }) => activity.submission?.endDateTime),
};

export const supportedVariables = Object.keys(variables);

/**
 * Custom parameters with their `$Variables` resolved (LTI Core 1.3 section 4.2 and appendix B). A variable this
 * platform does not know stays as it was written, as Moodle leaves it; one without a value becomes an empty string.
 */
export function resolveCustom(custom: Readonly<Record<string, string>>, launch: PendingLaunch): Record<string, string> {
  return Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, resolveValue(value, launch)]));
}

function resolveValue(value: string, launch: PendingLaunch): string {
  const lookup = value.startsWith('$') ? variables[value.slice(1)] : undefined;
  return lookup === undefined ? value : (lookup(launch) ?? '');
}
