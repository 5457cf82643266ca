import type { Request, Response } from 'express';
import type { LmsContext } from '../context.ts';
import { availabilityOf, type Activity } from '../course/activities.ts';
import { html, type Html } from '../html.ts';
import { sendLoginInitiation } from '../platform/login-initiation.ts';
import type { Tool } from '../platform/tools.ts';
import { layout } from './layout.ts';
import { PageError } from './page-error.ts';
import { toolFrame } from './tool-frame.ts';
import type { CourseVisit } from './visit.ts';

type Needs = Pick<LmsContext, 'state' | 'tools' | 'quirks' | 'clock'>;

/** The page around the tool: its frame as wide as the window allows, and the way out of the frame. */
export function activityPage(context: Needs, visit: CourseVisit, req: Request): Html {
  const { frame, t, course, language } = visit;
  const { activity, tool } = findActivity(context, visit, req);
  const launchPath = `/courses/${course.id}/activities/${activity.id}/launch`;
  const closedReason = closedFor(context, visit, activity);
  return layout(frame, {
    title: activity.title[language],
    trail: [{ href: '/dashboard', label: t.dashboard }, { href: `/courses/${course.id}`, label: course.title[language] }],
    width: 'wide',
    scripts: ['platform-storage.js'],
    main: html`<div class="activity-head"><h1>${activity.title[language]}</h1>
${closedReason === undefined && html`<a class="button secondary" href="${launchPath}?target=window" target="_blank" rel="opener">${t.openNewWindow}</a>`}</div>
${closedReason === undefined ? toolFrame({ src: `${launchPath}?target=iframe`, title: t.toolFrame(activity.title[language]), tool, quirks: context.quirks }) : html`<p class="empty">${closedReason}</p>`}`,
  });
}

/** Starts the launch, inside the frame or in the new window. */
export function launchActivity(context: LmsContext, visit: CourseVisit, req: Request, res: Response): void {
  const { activity, tool } = findActivity(context, visit, req);
  if (closedFor(context, visit, activity) !== undefined) throw new PageError('forbidden');
  const { person, role, course, language } = visit;
  const target = req.query['target'] === 'window' ? 'window' : 'iframe';
  sendLoginInitiation(context, res, { kind: 'resource-link', person, role, course, tool, language, activity, target });
}

function findActivity({ state, tools }: Needs, { course }: CourseVisit, req: Request): { activity: Activity; tool: Tool } {
  const activity = state.activity(String(req.params['activityId']));
  const tool = activity === undefined ? undefined : tools.get(activity.clientId);
  if (activity?.courseId !== course.id || tool === undefined) throw new PageError('notFound');
  return { activity, tool };
}

/** Why a learner cannot open the activity now. Staff always can, to prepare it. */
function closedFor({ clock }: Needs, { role, t }: CourseVisit, activity: Activity): string | undefined {
  const { status } = availabilityOf(activity, clock());
  if (role !== 'learner' || status === 'open') return undefined;
  return status === 'closed' ? t.isClosed : t.notOpenYet;
}
