import { fontFile } from '@cloudclass/local-fonts';
import express, { type Express, type RequestHandler } from 'express';
import type { LmsContext } from './context.ts';
import { controlRoutes } from './control.ts';
import { pageErrorHandler, pageNotFound } from './pages/page-error.ts';
import { pageRoutes } from './pages/routes.ts';
import { authorizationEndpoint } from './platform/authorization.ts';
import { jwksEndpoint, openidConfiguration } from './platform/discovery.ts';
import { tokenEndpoint } from './platform/token-endpoint.ts';
import { path } from './platform/urls.ts';
import { deepLinkingReturn } from './services/deep-linking.ts';
import { faultInjection } from './services/fault-injection.ts';
import { lineItemRoutes } from './services/line-items.ts';
import { membershipRoutes } from './services/memberships.ts';
import { refusalsInTheWayOf } from './quirks/replies.ts';
import { alsoJson, requireUserAgent, serviceQuirks } from './quirks/requests.ts';
import { resultRoutes } from './services/results.ts';
import { scoreRoutes } from './services/scores.ts';
import { serviceErrorHandler } from './services/service-error.ts';

/** The whole LMS as an Express application, without a listener. */
export function createApp(context: LmsContext): Express {
  const form = express.urlencoded({ extended: false, limit: '1mb' });
  const authorize = authorizationEndpoint(context);
  const app = express().disable('x-powered-by').use(securityHeaders(context));
  app.use('/_local', controlRoutes(context));
  app.use('/fonts', fonts);
  app.get(path.openidConfiguration, openidConfiguration(context));
  app.get(path.jwks, faultInjection(context.faults, 'jwks'), jwksEndpoint(context));
  app.route(path.authorization).get(authorize).post(form, authorize);
  app.post(path.token, requireUserAgent(context), faultInjection(context.faults, 'token'), form, alsoJson(context), tokenEndpoint(context));
  app.post(path.deepLinkingReturn, form, deepLinkingReturn(context));
  app.use(path.services, serviceQuirks(context));
  app.use(path.services, lineItemRoutes(context), scoreRoutes(context), resultRoutes(context), membershipRoutes(context), refusalsInTheWayOf(context), serviceErrorHandler);
  app.use(pageRoutes(context), pageNotFound, pageErrorHandler(context));
  return app;
}

/** The typeface of every page; an unknown name goes on to "not found". */
const fonts: RequestHandler = async (req, res, next) => {
  const file = await fontFile(req.path.slice(1));
  if (file === undefined) return next();
  res.set(file.headers).send(file.body);
};

/** The LMS frames tools and itself, and nobody else frames it. Forms go to tools (login initiation, launch). */
function securityHeaders({ tools }: LmsContext): RequestHandler {
  const origins = [...new Set([...tools.values()].map((tool) => tool.origin))].join(' ');
  const policy = [
    "default-src 'self'",
    "img-src 'self' data:",
    `frame-src 'self' ${origins}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
  return (_req, res, next) => {
    res.set({ 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' });
    next();
  };
}
