import { lazy } from 'react';
import type { PageName } from './session/session.ts';

/** Each actor's pages are a file of their own: a learner never loads the operator's. */
const loaders = {
  learner: () => import('./learner/learner-app.tsx').then(({ LearnerApp }) => ({ default: LearnerApp })),
  observer: () => import('./observer/observer-app.tsx').then(({ ObserverApp }) => ({ default: ObserverApp })),
  instructor: () => import('./instructor/instructor-app.tsx').then(({ InstructorApp }) => ({ default: InstructorApp })),
  manager: () => import('./manager/manager-app.tsx').then(({ ManagerApp }) => ({ default: ManagerApp })),
  sales: () => import('./sales/sales-app.tsx').then(({ SalesApp }) => ({ default: SalesApp })),
  operator: () => import('./operator/operator-app.tsx').then(({ OperatorApp }) => ({ default: OperatorApp })),
};

const actorOfPage: Readonly<Record<PageName, keyof typeof loaders>> = {
  lab: 'learner',
  observe: 'observer',
  class: 'instructor',
  insight: 'instructor',
  choose: 'instructor',
  manager: 'manager',
  sales: 'sales',
  operator: 'operator',
};

const LearnerPages = lazy(loaders.learner);
const ObserverPages = lazy(loaders.observer);
const InstructorPages = lazy(loaders.instructor);
const ManagerPages = lazy(loaders.manager);
const SalesPages = lazy(loaders.sales);
const OperatorPages = lazy(loaders.operator);

/** The pages of the actor whom a page is for; they read the page's name from the session where they are several. */
export function ActorPage({ page }: { readonly page: PageName }) {
  switch (actorOfPage[page]) {
    case 'learner':
      return <LearnerPages />;
    case 'observer':
      return <ObserverPages />;
    case 'instructor':
      return <InstructorPages />;
    case 'manager':
      return <ManagerPages />;
    case 'sales':
      return <SalesPages />;
    case 'operator':
      return <OperatorPages />;
  }
}

/** Starts fetching a page's code while the viewer is still being asked for. */
export function preloadPage(page: PageName): void {
  loaders[actorOfPage[page]]().catch(() => undefined);
}
