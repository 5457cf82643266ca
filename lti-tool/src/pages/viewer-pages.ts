import { z } from 'zod';
import { signOut, stayIn, type PersonSession, type Session, type StaffSession } from '../features/identity/session.ts';
import { keepStaffLanguage } from '../features/identity/session-store.ts';
import { newWindowUrl } from '../features/launch/new-window.ts';
import { maybeOne } from '../ports/sql.ts';
import type { PageDeps } from './page-deps.ts';
import type { ViewerPages, ViewerView } from './pages.ts';

/** Who is signed in, and as what. */
export function createViewerPages(deps: PageDeps): ViewerPages {
  const viewer = async (session: Session): Promise<ViewerView> => (session.kind === 'staff' ? staffView(session) : personView(deps, session));
  return {
    viewer,
    async setLanguage(session, language) {
      if (session.kind === 'person') await deps.sql.query('update person set chosen_language = $2 where id = $1', [session.personId, language]);
      else await keepStaffLanguage(deps.sql, session, language);
      return { ...(await viewer(session)), language };
    },
    async newWindow(session) {
      // staff come in a window of their own, with a cookie that every window has
      if (session.kind === 'staff') return { url: `/s/${session.id}/${session.actors[0] ?? 'manager'}` };
      return { url: await newWindowUrl({ ...deps, stateKey: deps.launchStateKey }, session.id) };
    },
    stay: (session) => stayIn(deps, session),
    async signOut(session) {
      await signOut(deps, session);
    },
  };
}

async function personView(deps: PageDeps, session: PersonSession): Promise<ViewerView> {
  const { who, launch } = session;
  // what learners read is in the language of the activity; who teaches it keeps their own
  const activityLanguage = session.actors.includes('instructor') ? null : who.activityLanguage;
  return {
    id: session.personId,
    name: who.name,
    email: who.email,
    anonymous: who.anonymous,
    // their own choice stands above what the activity's instructor chose, and both above the platform's
    language: who.chosenLanguage ?? activityLanguage ?? who.language ?? launch.language ?? 'en',
    actor: (['instructor', 'learner'] as const).find((actor) => session.actors.includes(actor)) ?? 'observer',
    actors: session.actors,
    institution: institutionOf(session),
    course: session.courseId === null || who.course === null ? null : { id: session.courseId, title: who.course, unit: who.unit },
    activityTitle: who.activity,
    returnUrl: launch.returnUrl ?? null,
    choosingContent: launch.deepLinking !== undefined,
    review: await reviewOf(deps, session),
    sessionEndsAt: session.expiresAt,
  };
}

const institutionOf = ({ institutionId, who }: Session): ViewerView['institution'] => (institutionId === null || who.institution === null ? null : { id: institutionId, name: who.institution });

const reviewedRow = z.object({ id: z.string(), name: z.string().nullable() });

/** Whose work a submission review is about (https://www.imsglobal.org/spec/lti-sr/v1p0/). A learner's own page needs no telling, and shows nobody else's. */
async function reviewOf({ sql }: PageDeps, { launch, actors, platformId, institutionId, courseId }: PersonSession): Promise<ViewerView['review']> {
  if (launch.reviewedSubject === undefined || !actors.includes('instructor')) return null;
  const row = await maybeOne(
    sql,
    `select p.id, p.name from person p join enrolment e on e.person_id = p.id and e.course_id = $4
     where p.institution_id = $1 and p.platform_id = $2 and p.subject = $3`,
    [institutionId, platformId, launch.reviewedSubject, courseId],
  );
  return { learner: row === undefined ? null : reviewedRow.parse(row) };
}

function staffView(session: StaffSession): ViewerView {
  const { id, staff, actors, expiresAt, who } = session;
  return {
    id,
    name: staff.name,
    email: staff.email,
    language: who.chosenLanguage ?? staff.language ?? 'en',
    actor: actors[0] ?? 'manager',
    actors,
    institution: institutionOf(session),
    course: null,
    activityTitle: null,
    returnUrl: null,
    anonymous: false,
    choosingContent: false,
    review: null,
    sessionEndsAt: expiresAt,
  };
}
