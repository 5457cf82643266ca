import { fontFile } from '@cloudclass/local-fonts';
import express, { type Express, type RequestHandler } from 'express';
import type { LmsContext } from './context.ts';
import { controlRoutes } from './control.ts';
import { pageErrorHandler, pageNotFound } from './pages/page-error.ts';
import { pageRoutes } from './pages/routes.ts';
import { authorizationEndpoint } from './platform/authorization.ts';
import { jwksEndpoint, openidConfiguration } from './platform/discovery.ts';
import { frameSources } from './platform/frame-policy.ts';
import { tokenEndpoint } from './platform/token-endpoint.ts';
import { path } from './platform/urls.ts';
import { adminRoutes } from './registration/admin-routes.ts';
import { registrationEndpoint } from './registration/endpoint.ts';
import { deepLinkingReturn } from './services/deep-linking.ts';
import { faultInjection } from './services/fault-injection.ts';
import { groupRoutes } from './services/groups.ts';
import { lineItemRoutes } from './services/line-items.ts';
import { membershipRoutes } from './services/memberships.ts';
import { refusalsInTheWayOf } from './quirks/replies.ts';
import { alsoJson, requireUserAgent, serviceQuirks } from './quirks/requests.ts';
import { noticeHandlerRoutes } from './services/notice-handlers.ts';
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
  app.use(registrationEndpoint(context));
  app.post(path.deepLinkingReturn, form, deepLinkingReturn(context));
  app.use(path.services, serviceQuirks(context));
  app.use(path.services, lineItemRoutes(context), scoreRoutes(context), resultRoutes(context), membershipRoutes(context), groupRoutes(context), refusalsInTheWayOf(context), serviceErrorHandler);
  app.use(path.noticeHandlers, noticeHandlerRoutes(context), serviceErrorHandler);
  app.use(adminRoutes(context), pageRoutes(context), pageNotFound, pageErrorHandler(context));
  return app;
}

/** The typeface of every page; an unknown name goes on to "not found". */
const fonts: RequestHandler = async (req, res, next) => {
  const file = await fontFile(req.path.slice(1));
  if (file === undefined) return next();
  res.set(file.headers).send(file.body);
};

/** Registered tools may be framed. Forms go to tools, too (login initiation, launch). */
function securityHeaders({ tools }: LmsContext): RequestHandler {
  return (_req, res, next) => {
    const policy = frameSources([...new Set([...tools.values()].map((tool) => tool.origin))]);
    res.set({ 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' });
    next();
  };
}
