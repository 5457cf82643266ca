import { actorOfPage, type Actor } from './actor-of-page.ts';
import type { PageName } from './session/session.ts';
import { codeApart, type CodeApart } from './shell/code-apart.ts';

/** Each actor's pages are a file of their own: a learner never loads the operator's. */
const pages: Readonly<Record<Actor, CodeApart<object>>> = {
  learner: codeApart(() => import('./learner/learner-app.tsx').then(({ LearnerApp }) => LearnerApp)),
  observer: codeApart(() => import('./observer/observer-app.tsx').then(({ ObserverApp }) => ObserverApp)),
  instructor: codeApart(() => import('./instructor/instructor-app.tsx').then(({ InstructorApp }) => InstructorApp)),
  manager: codeApart(() => import('./manager/manager-app.tsx').then(({ ManagerApp }) => ManagerApp)),
  sales: codeApart(() => import('./sales/sales-app.tsx').then(({ SalesApp }) => SalesApp)),
  operator: codeApart(() => import('./operator/operator-app.tsx').then(({ OperatorApp }) => OperatorApp)),
};

/** The pages of the actor whom a page is for; they read the page's name from the session where they are several. */
export const pagesFor = (page: PageName): CodeApart<object> => pages[actorOfPage[page]];
