import { maySeeAllGrades } from '../course/roles.ts';
import { html, type Html } from '../html.ts';
import { layout, type PageContent } from './layout.ts';
import type { CourseVisit } from './visit.ts';

type Tab = 'course' | 'grades' | 'participants';

/** A page of a course: its name, its tabs, and the content of one tab. */
export function courseFrame(visit: CourseVisit, tab: Tab, content: Omit<PageContent, 'main'> & { body: Html }): Html {
  const { frame, t, course, language } = visit;
  const { body, ...rest } = content;
  const main = html`<div class="course-head"><p class="eyebrow">${course.label}</p><h1>${course.title[language]}</h1></div>
${tabs(visit, tab)}
${body}`;
  return layout(frame, { trail: [{ href: '/dashboard', label: t.dashboard }], ...rest, main });
}

function tabs({ t, course, role }: CourseVisit, current: Tab): Html {
  const base = `/courses/${course.id}`;
  const grades = maySeeAllGrades(role) ? { href: `${base}/gradebook`, label: t.gradebook } : { href: `${base}/grades`, label: t.myGrades };
  const links: Record<Tab, { href: string; label: string }> = {
    course: { href: base, label: t.course },
    grades,
    participants: { href: `${base}/participants`, label: t.participants },
  };
  const link = (tab: Tab): Html => {
    const { href, label } = links[tab];
    return tab === current ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`;
  };
  return html`<nav class="tabs" aria-label="${t.course}">${[link('course'), link('grades'), link('participants')]}</nav>`;
}
