import type { ComponentType } from 'react';
import type { Client } from 'urql';
import { actorOfPage, type Actor } from './actor-of-page.ts';
import type { PageName } from './session/session.ts';
import { codeApart, type CodeApart } from './shell/code-apart.ts';

interface ActorPages {
  readonly Component: ComponentType;
  /** Asks what is needed whoever is looking, before that is known. */
  readonly askAhead?: (api: Client) => void;
}

/** Each actor's pages are a file of their own: a learner never loads the operator's. */
const pages: Readonly<Record<Actor, CodeApart<ActorPages>>> = {
  learner: codeApart(() => import('./learner/learner-app.tsx').then(({ LearnerApp, askAhead }) => ({ Component: LearnerApp, askAhead }))),
  observer: codeApart(() => import('./observer/observer-app.tsx').then(({ ObserverApp }) => ({ Component: ObserverApp }))),
  instructor: codeApart(() => import('./instructor/instructor-app.tsx').then(({ InstructorApp }) => ({ Component: InstructorApp }))),
  manager: codeApart(() => import('./manager/manager-app.tsx').then(({ ManagerApp }) => ({ Component: ManagerApp }))),
  sales: codeApart(() => import('./sales/sales-app.tsx').then(({ SalesApp }) => ({ Component: SalesApp }))),
  operator: codeApart(() => import('./operator/operator-app.tsx').then(({ OperatorApp }) => ({ Component: OperatorApp }))),
};

/** The pages of the actor whom a page is for; they read the page's name from the session where they are several. */
export const pagesFor = (page: PageName): CodeApart<ActorPages> => pages[actorOfPage[page]];
