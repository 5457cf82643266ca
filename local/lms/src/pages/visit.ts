import type { Request, RequestHandler, Response } from 'express';
import type { LmsContext } from '../context.ts';
import { courseIdSchema, roleIn, type Course } from '../course/courses.ts';
import type { Language } from '../course/local-text.ts';
import type { Person } from '../course/people.ts';
import type { CourseRole } from '../course/roles.ts';
import type { Html } from '../html.ts';
import { PageError } from './page-error.ts';
import { frameOf, type PageFrame } from './page-frame.ts';
import { sendPage } from './send-page.ts';
import { textsIn, type Texts } from './texts.ts';

/** A signed-in person looking at a page. */
export type Visit = { readonly frame: PageFrame; readonly language: Language; readonly t: Texts; readonly person: Person };

/** A person looking at a page of a course they belong to. */
export type CourseVisit = Visit & { readonly course: Course; readonly role: CourseRole };

type Needs = Pick<LmsContext, 'state'>;

function visitOf({ state }: Needs, req: Request): Visit | undefined {
  const frame = frameOf(state, req);
  return frame.person === undefined ? undefined : { frame, language: frame.language, t: textsIn(frame.language), person: frame.person };
}

/** Handles requests of people who are signed in; the others are asked to. */
export const forPeople = (context: Needs, handle: (visit: Visit, req: Request, res: Response) => void | Promise<void>): RequestHandler => (req, res) => {
  const visit = visitOf(context, req);
  if (visit === undefined) return res.redirect(303, `/sign-in?back=${encodeURIComponent(req.originalUrl)}`);
  return handle(visit, req, res);
};

/** Handles requests below `/courses/:courseId` of people who belong to the course. `allowed` narrows it to some roles. */
export const forCourse = (
  context: Needs,
  handle: (visit: CourseVisit, req: Request, res: Response) => void | Promise<void>,
  allowed: (role: CourseRole) => boolean = () => true,
): RequestHandler =>
  forPeople(context, (visit, req, res) => {
    const course = context.state.courses.get(courseIdSchema.parse(req.params['courseId']));
    const role = course === undefined ? undefined : roleIn(course, visit.person);
    if (course === undefined || role === undefined) throw new PageError('notFound');
    if (!allowed(role)) throw new PageError('forbidden');
    return handle({ ...visit, course, role }, req, res);
  });

/** A course page that only shows something. */
export const coursePage = (context: Needs, render: (visit: CourseVisit, req: Request) => Html, allowed?: (role: CourseRole) => boolean): RequestHandler =>
  forCourse(context, (visit, req, res) => sendPage(res, 200, render(visit, req)), allowed);
