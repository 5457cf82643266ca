import express, { type RequestHandler, type Response } from 'express';
import type { LmsContext } from '../context.ts';
import type { Course } from '../course/courses.ts';
import { courseIdSchema } from '../course/courses.ts';
import type { Tool } from '../platform/tools.ts';
import type { AccessGrant } from './access-grant.ts';
import type { MediaType } from './media-types.ts';
import { ServiceError } from './service-error.ts';

/** Lets a request pass that carries a live access token with one of the scopes. */
export function requireScope({ grants }: Pick<LmsContext, 'grants'>, ...scopes: string[]): RequestHandler {
  return (req, res, next) => {
    const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : grants.get(token);
    if (grant === undefined) throw unauthorized(res);
    if (!scopes.some((scope) => grant.scopes.includes(scope))) throw new ServiceError(403, `The access token lacks the scope ${scopes.join(' or ')}`);
    res.locals['grant'] = grant;
    next();
  };
}

function unauthorized(res: Response): ServiceError {
  res.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  return new ServiceError(401, 'The access token is missing, unknown or expired');
}

/** The tool behind a request that passed `requireScope`. */
export function toolOf(res: Response): Tool {
  // Safe: requireScope is the only writer of this local.
  const grant = res.locals['grant'] as AccessGrant | undefined;
  if (grant === undefined) throw new Error('The route lacks requireScope');
  return grant.tool;
}

/** Reads a JSON body of exactly this media type (parameters such as charset are allowed). */
export function requireBody(type: MediaType): RequestHandler[] {
  const checkType: RequestHandler = (req, _res, next) => {
    if (!req.is(type)) throw new ServiceError(415, `The body has to be ${type}`);
    next();
  };
  return [checkType, express.json({ type })];
}

/** Refuses a request that does not accept what the service speaks. No Accept header accepts everything. */
export const requireAccept = (type: MediaType): RequestHandler => (req, res, next) => {
  if (!req.accepts(type)) throw new ServiceError(406, `This service answers with ${type}`);
  res.type(type);
  next();
};

/** The course of a service address, or a 404. */
export function courseOf({ state }: Pick<LmsContext, 'state'>, courseId: unknown): Course {
  const course = state.courses.get(courseIdSchema.parse(courseId));
  if (course === undefined) throw new ServiceError(404, 'There is no such course');
  return course;
}
