import { BillingError, receiveStripeEvent } from '@cloudclass/billing';
import express, { type Express } from 'express';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorHandler, toCodedError } from '../adapters/http/error-handler.ts';
import { graphqlRoutes } from '../adapters/http/graphql-routes.ts';
import { createMetrics, healthRoutes } from '../adapters/http/health-routes.ts';
import { hostCookies } from '../adapters/http/host-cookies.ts';
import { nothingAtBrokenPath, nothingHere } from '../adapters/http/nothing-here.ts';
import { pageRoutes } from '../adapters/http/page-routes.ts';
import { plainHttpCookies } from '../adapters/http/plain-http-cookies.ts';
import { requestContext } from '../adapters/http/request-context.ts';
import { securityHeaders } from '../adapters/http/security-headers.ts';
import { stripeWebhookRoutes } from '../adapters/http/stripe-webhook-routes.ts';
import { videoRoutes } from '../adapters/http/video-routes.ts';
import { createPlatformKeys } from '../adapters/outbound/platform-keys.ts';
import { sessionOf } from '../features/identity/session.ts';
import { sessionSecrets } from '../features/identity/session-secret.ts';
import { plainLaunchPages } from '../features/launch/launch-pages.ts';
import { launchRoutes } from '../features/launch/launch-routes.ts';
import { noticeRoutes } from '../features/launch/notices/notice-routes.ts';
import { createPlatformDirectory } from '../features/launch/platform-directory.ts';
import { registrationRoutes } from '../features/registration/registration-routes.ts';
import { createGraphQLServer } from '../graphql/server.ts';
import type { ChangeHub } from '../pages/change-notices.ts';
import { builtLaunchPages } from './built-launch-pages.ts';
import { ancestorsOf, pageOriginsOf } from './frame-ancestors.ts';
import { logRejections } from './log.ts';
import { randomText } from './random-text.ts';
import { registrationDeps } from './registration.ts';
import type { Services } from './services.ts';
import { pagesOf } from './session-pages.ts';
import { staffSignIn } from './staff-sign-in.ts';

/** Where the built pages stand, beside this workspace. */
const PAGES_FOLDER = fileURLToPath(new URL('../../../../widgets/dist', import.meta.url));

/** The web role: LTI, the pages and their API, videos, webhooks, health. It does not listen yet. */
export async function createWeb(services: Services, hub: ChangeHub): Promise<Express> {
  const { log, ids, sql } = services;
  const app = express().disable('x-powered-by').set('trust proxy', 'loopback');
  app.use(healthRoutes({ ready: async () => void (await sql.query('select 1 from migration limit 1')), onNotReady: (error) => log.warn({ error }, 'not ready'), metrics: createMetrics() }));
  app.use(requestContext({ log, ids }));
  app.use(securityHeaders, plainHttpCookies(services.publicUrl), hostCookies(services.publicUrl));
  const launch = launchDeps(services);
  app.use(launchRoutes(launch));
  app.use(noticeRoutes(launch));
  app.use(registrationRoutes(registrationDeps(services)));
  app.use(staffSignIn(services));
  app.use(stripeWebhookRoutes({ receive: (delivery) => receiveWebhook(services, delivery) }));
  app.use(videoRoutes({ folder: services.config.PACKS_DIR, publicUrl: services.publicUrl, videos: services.videos, clock: services.clock }));
  const graphql = createGraphQLServer({ pagesOf: (session) => pagesOf(services, hub, session), sessionOf: (request) => sessionOf(services, request.headers), introspection: false });
  app.use(graphqlRoutes(graphql));
  if (existsSync(PAGES_FOLDER)) app.use(pageRoutes(PAGES_FOLDER));
  app.use(nothingHere, nothingAtBrokenPath, errorHandler);
  return app;
}

function launchDeps(services: Services): Parameters<typeof launchRoutes>[0] {
  const { sql, clock, ids, outbound, publicUrl, launchStateKey, toolKeys, log, config } = services;
  const added = config.FRAME_ANCESTORS;
  return {
    sql, clock, ids, publicUrl,
    stateKey: launchStateKey,
    directory: createPlatformDirectory({ sql, clock }),
    keys: createPlatformKeys({ outbound, clock }),
    secrets: sessionSecrets,
    formerUrls: config.PUBLIC_URL_PREVIOUS,
    pageOrigins: (issuer) => pageOriginsOf(issuer, added),
    frameAncestors: (platform) => ancestorsOf(platform, added),
    randomText,
    tell: services.notices.tell,
    pages: existsSync(PAGES_FOLDER) ? builtLaunchPages(PAGES_FOLDER) : plainLaunchPages,
    publicKeys: toolKeys.publicKeys,
    coded: toCodedError,
    onRejected: logRejections(log, 'launch refused'),
  };
}

function receiveWebhook(services: Services, delivery: { rawBody: Buffer; signature: string | undefined }): Promise<unknown> {
  const { STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_SECRET_KEY: secretKey } = services.config;
  if (webhookSecret === undefined || secretKey === undefined) throw new BillingError('PAYMENTS_NOT_CONFIGURED');
  return receiveStripeEvent(services, { webhookSecret, live: secretKey.includes('_live_') }, delivery);
}
