import { z } from 'zod';
import { personIdSchema, type PersonId } from '../domain/ids.ts';
import type { Sql } from '../ports/sql.ts';
import { labPageOf } from './lab-page.ts';
import type { PageDeps } from './page-deps.ts';
import type { ObserverPages } from './pages.ts';
import { observing, type ObservedPlace } from './rights.ts';
import type { LabPageView } from './views/learner.ts';
import type { ObservedLearnerView } from './views/observer.ts';

/** What a parent or mentor sees: how far the learners are whom the platform says they accompany, and nobody else. */
export function createObserverPages(deps: PageDeps): ObserverPages {
  return {
    async observation(session) {
      const place = observing(session);
      const pages = await deps.sql.transaction((sql) => pagesOf({ ...deps, sql }, place));
      return { learners: pages.map(viewOf), notYetHere: place.subjects.length - pages.length };
    },
  };
}

/** One after another in one transaction: fifty learners take one connection, not fifty. */
async function pagesOf(deps: PageDeps, place: ObservedPlace): Promise<LabPageView[]> {
  const { institutionId, courseId, resourceLinkId } = place;
  const pages: LabPageView[] = [];
  for (const personId of await observedLearners(deps.sql, place)) pages.push(await labPageOf(deps, { institutionId, courseId, resourceLinkId, personId }));
  return pages;
}

/** The learners an observer accompanies who are in the course, by name. Subjects are the platform's own: another's learner of the same `sub` is somebody else. */
async function observedLearners(sql: Sql, { institutionId, platformId, courseId, subjects }: ObservedPlace): Promise<PersonId[]> {
  const rows = await sql.query(
    `select p.id from person p join enrolment e on e.person_id = p.id and e.course_id = $3
     where p.institution_id = $1 and p.platform_id = $2 and p.subject = any ($4) and 'learner' = any (e.roles) order by p.name, p.id`,
    [institutionId, platformId, courseId, subjects],
  );
  return z.array(z.object({ id: personIdSchema })).parse(rows).map(({ id }) => id);
}

function viewOf({ learner, steps, state, grade: { points, maximum, status, sentAt }, recentActivity }: LabPageView): ObservedLearnerView {
  return {
    ...learner,
    steps: steps.map(({ id, title, points: worth, status: reached }) => ({ id, title, points: worth, status: reached })),
    lab: state.kind === 'ready' ? 'working' : state.kind,
    grade: { points, maximum, status, sentAt },
    lastActiveAt: recentActivity[0]?.at ?? null,
  };
}
