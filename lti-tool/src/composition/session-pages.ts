import { fail } from '../errors.ts';
import type { Session } from '../features/identity/session.ts';
import type { Warehouse } from '../features/insight/warehouse.ts';
import type { ChangeHub } from '../pages/change-notices.ts';
import { createChoosePages } from '../pages/choose-pages.ts';
import { createInstructorPages } from '../pages/instructor-pages.ts';
import { createLearnerPages } from '../pages/learner-pages.ts';
import { createManagerPages } from '../pages/manager-pages.ts';
import { createObserverPages } from '../pages/observer-pages.ts';
import { createOperatorPages } from '../pages/operator-pages.ts';
import type { Pages } from '../pages/pages.ts';
import { createSalesPages } from '../pages/sales-pages.ts';
import { createViewerPages } from '../pages/viewer-pages.ts';
import type { Sql } from '../ports/sql.ts';
import { checkOnePlatform } from './platform-check.ts';
import { randomText } from './random-text.ts';
import type { Services } from './services.ts';

/**
 * The pages as one session has them. Here, and nowhere else, the session decides which rows its pages reach: a page method is
 * given its `Sql` and cannot choose another.
 */
export function pagesOf(services: Services, hub: ChangeHub, session: Session): Pages {
  const { institution, service, warehouse } = reachOf(services, session);
  const ofInstitution = { ...services, sql: institution, warehouse };
  const ofService = { ...services, sql: service, warehouse };
  return {
    viewer: createViewerPages(session.institutionId === null ? ofService : ofInstitution),
    learner: createLearnerPages(ofInstitution),
    instructor: createInstructorPages(ofInstitution),
    choose: createChoosePages(ofInstitution),
    observer: createObserverPages(ofInstitution),
    manager: createManagerPages(ofInstitution),
    sales: createSalesPages(ofService),
    operator: createOperatorPages({ ...ofService, randomText, checkPlatform: (id) => checkOnePlatform(services, id) }),
    notices: hub,
  };
}

/** A session reaches its institution; staff of ours the whole service; and what a session has no right to reaches nothing. */
function reachOf({ database, warehouse }: Pick<Services, 'database' | 'warehouse'>, session: Session): { readonly institution: Sql; readonly service: Sql; readonly warehouse: Warehouse } {
  const isOurs = session.kind === 'staff' && session.actors.some((actor) => actor === 'sales' || actor === 'operator');
  return {
    institution: session.institutionId === null ? nothing : database.forInstitution(session.institutionId),
    service: isOurs ? database : nothing,
    warehouse: session.institutionId === null ? nothing : warehouse.forInstitution(session.institutionId),
  };
}

/** Pages check the right before they read; this holds where one forgets. */
const nothing: Sql & Warehouse = {
  query: () => Promise.reject(fail('FORBIDDEN', { detail: 'the session reaches no rows' })),
  transaction: (work) => work(nothing),
};
