import { z } from 'zod';
import { signOut, stayIn, type PersonSession, type Session, type StaffSession } from '../features/identity/session.ts';
import { newWindowUrl } from '../features/launch/new-window.ts';
import { maybeOne } from '../sql.ts';
import type { PageDeps } from './page-deps.ts';
import type { ViewerPages, ViewerView } from './pages.ts';

/** Who is signed in, and as what. */
export function createViewerPages(deps: PageDeps): ViewerPages {
  const viewer = (session: Session): Promise<ViewerView> => (session.kind === 'staff' ? staffView(deps, session) : personView(deps, session));
  return {
    viewer,
    async setLanguage(session, language) {
      if (session.kind === 'person') await deps.sql.query('update person set language = $2 where id = $1', [session.personId, language]);
      else await deps.sql.query(`update session set staff = jsonb_set(staff, '{language}', to_jsonb($2::text)) where id = $1`, [session.id, language]);
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

const institutionRow = z.object({ id: z.string(), name: z.string() });
const personRow = z.object({ name: z.string().nullable(), anonymous: z.boolean(), email: z.string().nullable(), language: z.enum(['ko', 'en']).nullable(), course: z.string().nullable(), unit: z.string().nullable(), activity: z.string().nullable() });

async function institutionOf({ sql }: PageDeps, id: string | null): Promise<{ id: string; name: string } | null> {
  if (id === null) return null;
  return institutionRow.parse(await maybeOne(sql, 'select id, name from institution where id = $1', [id]));
}

async function personView(deps: PageDeps, session: PersonSession): Promise<ViewerView> {
  const row = personRow.parse(await maybeOne(
    deps.sql,
    `select p.name, p.anonymous, p.email, p.language, c.title as course, u.name as unit, r.title as activity
     from person p left join course c on c.id = $2 left join business_unit u on u.id = c.unit_id left join resource_link r on r.id = $3
     where p.id = $1`,
    [session.personId, session.courseId, session.resourceLinkId],
  ));
  return {
    id: session.personId,
    name: row.name,
    email: row.email,
    anonymous: row.anonymous,
    language: row.language ?? session.launch.language ?? 'en',
    actor: session.actors.includes('instructor') ? 'instructor' : 'learner',
    actors: session.actors,
    institution: await institutionOf(deps, session.institutionId),
    course: session.courseId === null || row.course === null ? null : { id: session.courseId, title: row.course, unit: row.unit },
    activityTitle: row.activity,
    returnUrl: session.launch.returnUrl ?? null,
    choosingContent: session.launch.deepLinking !== undefined,
    sessionEndsAt: session.expiresAt,
  };
}

async function staffView(deps: PageDeps, { id, staff, actors, institutionId, expiresAt }: StaffSession): Promise<ViewerView> {
  return {
    id,
    name: staff.name,
    email: staff.email,
    language: staff.language ?? 'en',
    actor: actors[0] ?? 'manager',
    actors,
    institution: await institutionOf(deps, institutionId),
    course: null,
    activityTitle: null,
    returnUrl: null,
    anonymous: false,
    choosingContent: false,
    sessionEndsAt: expiresAt,
  };
}
