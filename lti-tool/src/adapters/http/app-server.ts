import express, { type Express } from 'express';
import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';

/**
 * An HTTP server for one Express application, whose requests and responses are born as the application's. Express changes the prototype of
 * each of them otherwise, which makes it an object of a kind of its own: the engine then looks up every property the slow way, for as
 * long as the request lasts (docs/performance.md).
 */
export function createAppServer(app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  app.request = between(AppRequest.prototype, { app, prototype: express.request });
  app.response = between(AppResponse.prototype, { app, prototype: express.response });
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app);
}

/** Puts Express's methods between a class and the class it extends, as `express()` does with objects of its own. */
function between<Prototype extends object>(born: object, { app, prototype }: { app: Express; prototype: Prototype }): Prototype {
  Object.defineProperty(born, 'app', { configurable: true, enumerable: true, writable: true, value: app });
  return Object.setPrototypeOf(born, prototype);
}
