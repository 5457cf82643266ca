import type { LmsContext } from '../context.ts';
import { availabilityOf, type Activity } from '../course/activities.ts';
import type { Section } from '../course/courses.ts';
import { mayAddActivities } from '../course/roles.ts';
import { html, type Html } from '../html.ts';
import { courseFrame } from './course-frame.ts';
import { dateTime } from './format.ts';
import type { CourseVisit } from './visit.ts';

type Needs = Pick<LmsContext, 'state' | 'clock'>;

/** The sections of a course with their activities. */
export function coursePageBody(context: Needs, visit: CourseVisit): Html {
  const { course, language } = visit;
  const body = html`<div class="panel-head"><p class="lead">${course.summary[language]}</p>
${mayAddActivities(visit.role) && copyButton(visit)}</div>
${course.sections.map((section) => sectionOf(context, visit, section))}`;
  return courseFrame(visit, 'course', { title: course.title[language], body });
}

function sectionOf(context: Needs, visit: CourseVisit, section: Section): Html {
  const { course, language, role, t } = visit;
  const activities = context.state.activitiesOf(course.id).filter((activity) => activity.sectionId === section.id);
  return html`<section class="panel" aria-labelledby="${section.id}">
<div class="panel-head"><h2 id="${section.id}">${section.title[language]}</h2>
${mayAddActivities(role) && addLink(`/courses/${course.id}/add-activity?section=${section.id}`, t.addActivity)}</div>
<p>${section.text[language]}</p>
${activities.length > 0 && html`<ul class="activities">${activities.map((activity) => activityRow(context, visit, activity))}</ul>`}
</section>`;
}

const copyButton = ({ course, t }: CourseVisit): Html => html`<form method="post" action="/courses/${course.id}/copy"><button class="button secondary">${t.copyCourse}</button></form>`;

const addLink = (href: string, label: string): Html => html`<a class="button secondary" href="${href}"><span aria-hidden="true">＋ </span>${label}</a>`;

function activityRow(context: Needs, visit: CourseVisit, activity: Activity): Html {
  const { course, language, t } = visit;
  const column = context.state.lineItemsOf(course.id).find((lineItem) => lineItem.activityId === activity.id);
  return html`<li><a class="activity" href="/courses/${course.id}/activities/${activity.id}">
<span class="activity-icon" aria-hidden="true"></span>
<span class="card-text"><strong>${activity.title[language]}</strong>
${activity.description[language] !== '' && html`<span>${activity.description[language]}</span>`}
<span class="meta">${column !== undefined && html`<span>${t.points(column.scoreMaximum)}</span>`}${datesOf(visit, activity)}${stateOf(context, visit, activity)}</span></span>
</a></li>`;
}

function datesOf({ t, language }: CourseVisit, { available, submission }: Activity): Html[] {
  const dated = (label: string, iso: string | undefined): Html[] => (iso === undefined ? [] : [html`<span>${label} ${dateTime(iso, language)}</span>`]);
  return [...dated(t.opens, available?.startDateTime), ...dated(t.due, submission?.endDateTime), ...dated(t.closes, available?.endDateTime)];
}

function stateOf({ clock }: Needs, { t }: CourseVisit, activity: Activity): Html | undefined {
  const { status } = availabilityOf(activity, clock());
  if (status === 'open') return undefined;
  return html`<span class="state">${status === 'closed' ? t.closed : t.notOpenYet}</span>`;
}
