import type { PageName } from './session/session.ts';
import { codeApart, type CodeApart } from './shell/code-apart.ts';

/** Each actor's pages are a file of their own: a learner never loads the operator's. */
const pages = {
  learner: codeApart<object>(() => import('./learner/learner-app.tsx').then(({ LearnerApp }) => LearnerApp)),
  observer: codeApart<object>(() => import('./observer/observer-app.tsx').then(({ ObserverApp }) => ObserverApp)),
  instructor: codeApart<object>(() => import('./instructor/instructor-app.tsx').then(({ InstructorApp }) => InstructorApp)),
  manager: codeApart<object>(() => import('./manager/manager-app.tsx').then(({ ManagerApp }) => ManagerApp)),
  sales: codeApart<object>(() => import('./sales/sales-app.tsx').then(({ SalesApp }) => SalesApp)),
  operator: codeApart<object>(() => import('./operator/operator-app.tsx').then(({ OperatorApp }) => OperatorApp)),
};

const actorOfPage: Readonly<Record<PageName, keyof typeof pages>> = {
  lab: 'learner',
  observe: 'observer',
  class: 'instructor',
  insight: 'instructor',
  choose: 'instructor',
  manager: 'manager',
  sales: 'sales',
  operator: 'operator',
};

/** The pages of the actor whom a page is for; they read the page's name from the session where they are several. */
export const pagesFor = (page: PageName): CodeApart<object> => pages[actorOfPage[page]];
