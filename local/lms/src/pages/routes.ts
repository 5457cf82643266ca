import { fileURLToPath } from 'node:url';
import express, { Router, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { copyCourse } from '../course/copy-course.ts';
import { languageSchema } from '../course/local-text.ts';
import { personIdSchema, type Person } from '../course/people.ts';
import { mayAddActivities, maySeeAllGrades } from '../course/roles.ts';
import { namedPeopleCount } from '../course/seed-people.ts';
import { tellCopied } from '../platform/notices.ts';
import { clearSessionCookie, sessionOf, setLanguageCookie, setSessionCookie } from '../session.ts';
import { activityPage, launchActivity } from './activity.ts';
import { addActivityPage, launchDeepLinking } from './add-activity.ts';
import { coursePageBody } from './course.ts';
import { dashboardPage } from './dashboard.ts';
import { gradebookPage, myGradesPage } from './gradebook.ts';
import { PageError } from './page-error.ts';
import { frameOf } from './page-frame.ts';
import { launchReview, reviewPage } from './review.ts';
import { participantsPage } from './participants.ts';
import { returnPage } from './return-page.ts';
import { sendPage } from './send-page.ts';
import { signInPage, type Account } from './sign-in.ts';
import { coursePage, forCourse, forPeople, type CourseVisit } from './visit.ts';

const assets = fileURLToPath(new URL('../../public/', import.meta.url));

/** A path on this server. Anything else (`//elsewhere`, `https:`) leads home. */
const localPath = z.string().regex(/^\/(?![/\\])/).catch('/');

/** Every page a person sees. */
export function pageRoutes(context: LmsContext): Router {
  return Router()
    .use('/assets', express.static(assets))
    .use(express.urlencoded({ extended: false }))
    .get('/', (_req, res) => res.redirect(303, '/dashboard'))
    .get('/sign-in', showSignIn(context))
    .post('/sign-in', signIn(context))
    .get('/return', returnPage)
    .post('/sign-out', signOut(context))
    .post('/language', switchLanguage)
    .get('/dashboard', forPeople(context, (visit, _req, res) => sendPage(res, 200, dashboardPage(context, visit))))
    .use('/courses/:courseId', courseRoutes(context));
}

function courseRoutes(context: LmsContext): Router {
  return Router({ mergeParams: true })
    .get('/', coursePage(context, (visit) => coursePageBody(context, visit)))
    .get('/activities/:activityId', coursePage(context, (visit, req) => activityPage(context, visit, req)))
    .get('/activities/:activityId/launch', forCourse(context, (visit, req, res) => launchActivity(context, visit, req, res)))
    .post('/copy', forCourse(context, (visit, _req, res) => copy(context, visit, res), mayAddActivities))
    .get('/review/:lineItemId/:personId', coursePage(context, (visit, req) => reviewPage(context, visit, req)))
    .get('/review/:lineItemId/:personId/launch', forCourse(context, (visit, req, res) => launchReview(context, visit, req, res)))
    .get('/gradebook', coursePage(context, (visit) => gradebookPage(context, visit), maySeeAllGrades))
    .get('/grades', coursePage(context, (visit) => myGradesPage(context, visit)))
    .get('/participants', coursePage(context, (visit) => participantsPage(context, visit)))
    .get('/add-activity', coursePage(context, (visit, req) => addActivityPage(context, visit, req), mayAddActivities))
    .get('/add-activity/launch', forCourse(context, (visit, req, res) => launchDeepLinking(context, visit, req, res), mayAddActivities));
}

/** The tools hear of the copy before the person sees it, so that what they know of it is there when it is opened. */
async function copy(context: LmsContext, { course }: CourseVisit, res: Response): Promise<void> {
  const made = copyCourse(context.state, course);
  await tellCopied(context, made, course);
  res.redirect(303, `/courses/${made.id}`);
}

const showSignIn = ({ state }: LmsContext): RequestHandler => (req, res) => {
  const accounts = [...state.people.values()].map((person) => ({ person, role: principalRole(state, person) }));
  const [named, rest] = [accounts.slice(0, namedPeopleCount), accounts.slice(namedPeopleCount)];
  const observers = rest.filter(({ role }) => role === 'observer');
  sendPage(res, 200, signInPage(frameOf(state, req), { featured: [...named, ...observers], others: rest.filter((account) => !observers.includes(account)) }, localPath.parse(req.query['back'])));
};

const signIn = ({ state, newId }: LmsContext): RequestHandler => (req, res) => {
  const form = z.object({ person: personIdSchema, back: localPath }).safeParse(req.body);
  const person = form.success ? state.people.get(form.data.person) : undefined;
  if (!form.success || person === undefined) throw new PageError('notFound');
  const id = newId();
  state.openSession(id, person.id);
  setSessionCookie(res, id);
  res.redirect(303, form.data.back);
};

const signOut = ({ state }: LmsContext): RequestHandler => (req, res) => {
  const session = sessionOf(state, req);
  if (session !== undefined) state.closeSession(session.id);
  clearSessionCookie(res);
  res.redirect(303, '/sign-in');
};

const switchLanguage: RequestHandler = (req, res) => {
  const form = z.object({ language: languageSchema, back: localPath }).safeParse(req.body);
  if (!form.success) throw new PageError('notFound');
  setLanguageCookie(res, form.data.language);
  res.redirect(303, form.data.back);
};

function principalRole(state: LmsContext['state'], person: Person): Account['role'] {
  const roles = [...state.courses.values()].flatMap((course) => state.roleOf(course, person.id) ?? []);
  return roles[0] ?? 'learner';
}
