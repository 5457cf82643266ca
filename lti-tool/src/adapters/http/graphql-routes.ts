import compression from 'compression';
import express, { Router, type RequestHandler } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Pages ask short questions; a picture of the person's own would not come this way. */
const LARGEST_QUESTION = '1mb';

/**
 * The API of the pages under `/graphql`. The question is read here: the library reads it through a chain of streams, which takes longer
 * than the answer (docs/performance.md). Answers are compressed where that is worth it; event streams are not, since the library marks them as encoded already.
 */
export function graphqlRoutes(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Router {
  return Router().use('/graphql', noStore, streamed, compression(), express.json({ limit: LARGEST_QUESTION }), (request, response) => void answer(request, response));
}

/** Every answer is somebody's own. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

/** A proxy such as nginx keeps an answer until it has a few kilobytes: live pages would stand still behind it (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering). */
const streamed: RequestHandler = (request, response, next) => {
  if (request.headers.accept?.includes('text/event-stream') === true) response.set('x-accel-buffering', 'no');
  next();
};
