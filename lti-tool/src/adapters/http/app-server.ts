import express, { type Express } from 'express';
import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';

/** How long a client may take to send what it began, in milliseconds. */
export interface Patience {
  readonly forHeaders: number;
  readonly forRequest: number;
  /** How often those who are too slow are looked for. */
  readonly lookedFor: number;
}

/** The largest request, a form of 1 MB, comes within a minute over a poor mobile network. By itself a server would wait for five, with the headers for one. */
const PATIENCE: Patience = { forHeaders: 20_000, forRequest: 60_000, lookedFor: 5_000 };

/**
 * An HTTP server for one Express application, whose requests and responses are born as the application's. Express changes the prototype of
 * each of them otherwise, which makes it an object of a kind of its own: the engine then looks up every property the slow way, for as
 * long as the request lasts (docs/performance.md).
 * @param patience whoever sends byte by byte, or nothing at all, is answered with 408 after it; answers and event streams may take longer
 */
export function createAppServer(app: Express, { forHeaders, forRequest, lookedFor }: Patience = PATIENCE): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  app.request = between(AppRequest.prototype, { app, prototype: express.request });
  app.response = between(AppResponse.prototype, { app, prototype: express.response });
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse, headersTimeout: forHeaders, requestTimeout: forRequest, connectionsCheckingInterval: lookedFor }, app);
}

/** Puts Express's methods between a class and the class it extends, as `express()` does with objects of its own. */
function between<Prototype extends object>(born: object, { app, prototype }: { app: Express; prototype: Prototype }): Prototype {
  Object.defineProperty(born, 'app', { configurable: true, enumerable: true, writable: true, value: app });
  return Object.setPrototypeOf(born, prototype);
}
