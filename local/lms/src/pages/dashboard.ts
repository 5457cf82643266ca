import type { LmsContext } from '../context.ts';
import { roleIn, type Course } from '../course/courses.ts';
import { nameIn } from '../course/people.ts';
import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';
import type { Visit } from './visit.ts';

/** The person's courses. */
export function dashboardPage({ state }: Pick<LmsContext, 'state'>, { frame, t, person, language }: Visit): Html {
  const courses = [...state.courses.values()].filter((course) => roleIn(course, person) !== undefined);
  const card = (course: Course): Html => html`<a class="card course" href="/courses/${course.id}">
<span class="course-band" aria-hidden="true">${course.label}</span>
<span class="card-text"><strong>${course.title[language]}</strong><span>${course.summary[language]}</span>
<span class="meta">${t.activities(state.activitiesOf(course.id).length)} · ${t.people(course.members.length)}</span></span>
</a>`;
  const main = html`<div class="hero"><p class="eyebrow">${t.dashboard}</p><h1>${t.hello(nameIn(person, language))}</h1>
${person.administrator && html`<p><a class="button secondary" href="/admin/tools">${t.manageTools}</a></p>`}</div>
${courses.length === 0 ? html`<p class="empty">${t.noCourses}</p>` : html`<div class="cards courses">${courses.map(card)}</div>`}`;
  return layout(frame, { title: t.dashboard, main });
}
