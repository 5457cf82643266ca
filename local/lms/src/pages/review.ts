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

/** The way from a grade to the work behind it (LTI Submission Review 1.0), where the column's tool offers it. */
export function reviewLink({ t, course }: CourseVisit, column: LineItem, score: Score | undefined): Html | undefined {
  const { submissionReview: review, activityId } = column;
  const statuses = review?.reviewableStatus ?? [];
  if (review === undefined || activityId === undefined || score === undefined) return undefined;
  if (statuses.length > 0 && !statuses.includes(score.activityProgress)) return undefined;
  return html`<a class="review" href="/courses/${course.id}/review/${column.id}/${score.personId}">${review.label ?? t.review}</a>`;
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
  sendLoginInitiation(context, res, { kind: 'submission-review', person, role, course, language, target: 'iframe', ...findReview(context, visit, req) });
}

/** Learners review their own work only. */
function findReview({ state, tools }: Needs, { course, person, role }: CourseVisit, req: Request): { activity: Activity; lineItem: LineItem; reviewed: Person; tool: Tool } {
  const lineItem = state.lineItem(String(req.params['lineItemId']));
  const activity = lineItem?.activityId === undefined ? undefined : state.activity(lineItem.activityId);
  const reviewed = state.people.get(personIdSchema.parse(req.params['personId']));
  const tool = lineItem === undefined ? undefined : tools.get(lineItem.clientId);
  if (lineItem?.submissionReview === undefined || lineItem.courseId !== course.id || activity === undefined || reviewed === undefined || tool === undefined) throw new PageError('notFound');
  if (reviewed.id !== person.id && !maySeeAllGrades(role)) throw new PageError('forbidden');
  return { activity, lineItem, reviewed, tool };
}
