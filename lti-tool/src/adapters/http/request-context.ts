import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Ids } from '../../ports/clock.ts';

/** What a request carries from its first handler to its last. */
export interface RequestContext {
  /** Shown to the person on an error and written on every log line of the request. */
  readonly correlationId: string;
  readonly log: Logger;
}

const contexts = new WeakMap<object, RequestContext>();

/** The context of a request; every request has one. */
export function contextOf(request: object): RequestContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('this request did not pass requestContext()');
  return context;
}

/** The link of a registration carries its secret in the path, because the LMS adds a query of its own. */
const SECRET_PATH = /^(\/lti\/register\/)[^/]+/;

/** A path as a log may hold it. */
export const loggedPath = (path: string): string => path.replace(SECRET_PATH, '$1…');

/** Gives each request its correlation id and logger, and logs how it ended. Paths are logged without their query and secrets. */
export function requestContext({ log, ids }: { log: Logger; ids: Ids }): RequestHandler {
  return (request, response, next) => {
    const correlationId = ids.next();
    const began = performance.now();
    const child = log.child({ correlationId });
    contexts.set(request, { correlationId, log: child });
    response.setHeader('x-correlation-id', correlationId);
    const { method } = request;
    const path = loggedPath(request.path);
    response.on('finish', () => {
      child.debug({ method, path, status: response.statusCode, milliseconds: Math.round(performance.now() - began) }, 'answered');
    });
    next();
  };
}
