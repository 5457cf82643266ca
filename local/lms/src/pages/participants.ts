import type { LmsContext } from '../context.ts';
import { nameIn } from '../course/people.ts';
import { html, type Html } from '../html.ts';
import { courseFrame } from './course-frame.ts';
import type { CourseVisit } from './visit.ts';

/** Who is in the course. */
export function participantsPage({ state }: Pick<LmsContext, 'state'>, visit: CourseVisit): Html {
  const { t, course, language } = visit;
  const rows = course.members.flatMap(({ personId, role }) => {
    const person = state.people.get(personId);
    if (person === undefined) return [];
    const roleCell = html`<td><span class="role ${role}">${t.roles[role]}</span></td>`;
    return [html`<tr><th scope="row">${nameIn(person, language)}</th>${roleCell}<td>${course.groups.filter(({ members }) => members.includes(personId)).map((group) => html`<span class="role">${group.name[language]}</span> `)}</td><td>${person.email}</td></tr>`];
  });
  const body = html`<div class="table-scroll" tabindex="0" role="region" aria-label="${t.participants}"><table>
<thead><tr><th scope="col">${t.name}</th><th scope="col">${t.role}</th><th scope="col">${t.groups}</th><th scope="col">${t.email}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return courseFrame(visit, 'participants', { title: t.participants, body });
}
