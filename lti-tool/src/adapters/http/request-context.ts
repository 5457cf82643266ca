import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Ids } from '../../clock.ts';

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

/** Gives each request its correlation id and logger, and logs how it ended. Paths are logged without their query. */
export function requestContext({ log, ids }: { log: Logger; ids: Ids }): RequestHandler {
  return (request, response, next) => {
    const correlationId = ids.next();
    const began = performance.now();
    const child = log.child({ correlationId });
    contexts.set(request, { correlationId, log: child });
    response.setHeader('x-correlation-id', correlationId);
    const { method, path } = request;
    response.on('finish', () => {
      child.debug({ method, path, status: response.statusCode, milliseconds: Math.round(performance.now() - began) }, 'answered');
    });
    next();
  };
}
