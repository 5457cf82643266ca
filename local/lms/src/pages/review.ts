import type { Request, Response } from 'express';
import type { LmsContext } from '../context.ts';
import type { Activity } from '../course/activities.ts';
import type { LineItem, Score } from '../course/gradebook.ts';
import { nameIn, personIdSchema, type Person } from '../course/people.ts';
import { maySeeAllGrades } from '../course/roles.ts';
import { html, type Html } from '../html.ts';
import { sendLoginInitiation } from '../platform/login-initiation.ts';
import type { Tool } from '../platform/tools.ts';
import { layout } from './layout.ts';
import { PageError } from './page-error.ts';
import { toolFrame } from './tool-frame.ts';
import type { CourseVisit } from './visit.ts';

type Needs = Pick<LmsContext, 'state' | 'tools' | 'quirks'>;

/** The way from a grade to the work behind it, where the column's tool offers it: LTI Submission Review 1.0, or the address that came with the submission. */
export function reviewLink({ t, course }: CourseVisit, column: LineItem, score: Score | undefined): Html | undefined {
  const link = (label: string, { personId }: Score): Html => html`<a class="review" href="/courses/${course.id}/review/${column.id}/${personId}">${label}</a>`;
  if (score?.submission?.launchUrl !== undefined) return link(t.review, score);
  const { submissionReview: review, activityId } = column;
  const statuses = review?.reviewableStatus ?? [];
  if (review === undefined || activityId === undefined || score === undefined) return undefined;
  if (statuses.length > 0 && !statuses.includes(score.activityProgress)) return undefined;
  return link(review.label ?? t.review, score);
}

/** The tool in a frame, opened on one person's work. */
export function reviewPage(context: Needs, visit: CourseVisit, req: Request): Html {
  const { frame, t, course, language } = visit;
  const { activity, reviewed, tool, lineItem } = findReview(context, visit, req);
  const title = t.reviewOf(nameIn(reviewed, language), activity.title[language]);
  return layout(frame, {
    title,
    trail: [{ href: '/dashboard', label: t.dashboard }, { href: `/courses/${course.id}`, label: course.title[language] }],
    width: 'wide',
    scripts: ['platform-storage.js'],
    main: html`<div class="activity-head"><h1>${title}</h1></div>
${toolFrame({ src: `/courses/${course.id}/review/${lineItem.id}/${reviewed.id}/launch`, title: t.toolFrame(title), tool, quirks: context.quirks })}`,
  });
}

export function launchReview(context: LmsContext, visit: CourseVisit, req: Request, res: Response): void {
  const { person, role, course, language } = visit;
  const found = findReview(context, visit, req);
  const who = { person, role, course, language, tool: found.tool, target: 'iframe' } as const;
  const { submissionUrl } = found;
  sendLoginInitiation(context, res, submissionUrl === undefined ? { kind: 'submission-review', ...who, ...found } : { kind: 'speed-grader', ...who, submissionUrl });
}

/** Learners review their own work only. */
function findReview({ state, tools }: Needs, { course, person, role }: CourseVisit, req: Request): { activity: Activity; lineItem: LineItem; reviewed: Person; tool: Tool; submissionUrl: string | undefined } {
  const lineItem = state.lineItem(String(req.params['lineItemId']));
  const reviewed = state.people.get(personIdSchema.parse(req.params['personId']));
  if (lineItem?.activityId === undefined || lineItem.courseId !== course.id || reviewed === undefined) throw new PageError('notFound');
  const [activity, tool] = [state.activity(lineItem.activityId), tools.get(lineItem.clientId)];
  const submissionUrl = state.score(lineItem.id, reviewed.id)?.submission?.launchUrl;
  if (activity === undefined || tool === undefined || (lineItem.submissionReview ?? submissionUrl) === undefined) throw new PageError('notFound');
  if (reviewed.id !== person.id && !maySeeAllGrades(role)) throw new PageError('forbidden');
  return { activity, lineItem, reviewed, tool, submissionUrl };
}
