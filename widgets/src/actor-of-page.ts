import type { PageName } from './session/session.ts';

/** Whose page it is. The code of an actor's pages is the file `<actor>/<actor>-app.tsx`, which the build knows by this name. */
export type Actor = 'learner' | 'observer' | 'instructor' | 'manager' | 'sales' | 'operator';

export const actorOfPage: Readonly<Record<PageName, Actor>> = {
  lab: 'learner',
  observe: 'observer',
  class: 'instructor',
  insight: 'instructor',
  choose: 'instructor',
  manager: 'manager',
  sales: 'sales',
  operator: 'operator',
};
