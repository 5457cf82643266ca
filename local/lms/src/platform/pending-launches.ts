import type { Activity } from '../course/activities.ts';
import type { Course } from '../course/courses.ts';
import type { LineItem } from '../course/gradebook.ts';
import type { Language } from '../course/local-text.ts';
import type { Person } from '../course/people.ts';
import type { CourseRole } from '../course/roles.ts';
import type { Tool } from './tools.ts';

/** Where the tool is shown. */
type DocumentTarget = 'iframe' | 'window';

type Who = { readonly person: Person; readonly role: CourseRole; readonly course: Course; readonly tool: Tool; readonly language: Language };

/** What a person asked for: the LMS keeps it under the `lti_message_hint` between login initiation and authorization. */
export type PendingLaunch =
  | (Who & { readonly kind: 'resource-link'; readonly activity: Activity; readonly target: DocumentTarget })
  | (Who & { readonly kind: 'submission-review'; readonly activity: Activity; readonly lineItem: LineItem; readonly reviewed: Person; readonly target: DocumentTarget })
  /** Canvas's way from SpeedGrader to the work: the address that came with the submission. */
  | (Who & { readonly kind: 'speed-grader'; readonly submissionUrl: string; readonly target: DocumentTarget })
  | (Who & { readonly kind: 'deep-linking'; readonly sectionId: string });

/** A launch from one activity of the course. */
export type LaunchOfActivity = Extract<PendingLaunch, { readonly activity: Activity }>;

export const isOfActivity = (launch: PendingLaunch): launch is LaunchOfActivity => 'activity' in launch;

export function targetLinkUriOf(launch: PendingLaunch): string {
  if (launch.kind === 'deep-linking') return launch.tool.launchUri;
  if (launch.kind === 'speed-grader') return launch.submissionUrl;
  const review = launch.kind === 'submission-review' ? launch.lineItem.submissionReview?.url : undefined;
  return review ?? launch.activity.targetLinkUri ?? launch.tool.launchUri;
}

/** Time a person has to come back from the tool's login endpoint. */
export const launchLifetimeMs = 5 * 60_000;

/** Time an instructor has to choose content in the tool. */
export const deepLinkingLifetimeMs = 60 * 60_000;
