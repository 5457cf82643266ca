import { BillingError, receiveStripeEvent } from '@cloudclass/billing';
import express, { type Express } from 'express';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorHandler, toCodedError } from '../adapters/http/error-handler.ts';
import { createMetrics, healthRoutes } from '../adapters/http/health-routes.ts';
import { pageRoutes } from '../adapters/http/page-routes.ts';
import { requestContext } from '../adapters/http/request-context.ts';
import { securityHeaders } from '../adapters/http/security-headers.ts';
import { stripeWebhookRoutes } from '../adapters/http/stripe-webhook-routes.ts';
import { videoRoutes } from '../adapters/http/video-routes.ts';
import { createPlatformKeys } from '../adapters/outbound/platform-keys.ts';
import { CHANGES_CHANNEL } from '../adapters/postgres/outbox.ts';
import { sessionOf } from '../features/identity/session.ts';
import { sessionSecrets } from '../features/identity/session-secret.ts';
import { plainLaunchPages } from '../features/launch/launch-pages.ts';
import { launchRoutes } from '../features/launch/launch-routes.ts';
import { createPlatformDirectory } from '../features/launch/platform-directory.ts';
import { createGraphQLServer } from '../graphql/server.ts';
import type { ChangeHub } from '../pages/change-notices.ts';
import { createInstructorPages } from '../pages/instructor-pages.ts';
import { createLearnerPages } from '../pages/learner-pages.ts';
import { createManagerPages } from '../pages/manager-pages.ts';
import { createOperatorPages } from '../pages/operator-pages.ts';
import type { Pages } from '../pages/pages.ts';
import { createSalesPages } from '../pages/sales-pages.ts';
import { createViewerPages } from '../pages/viewer-pages.ts';
import { builtLaunchPages } from './built-launch-pages.ts';
import { addedAncestors, frameAncestors, pageOriginsOf } from './frame-ancestors.ts';
import { logRejections } from './log.ts';
import type { Services } from './services.ts';
import { staffSignIn } from './staff-sign-in.ts';

/** Where the built pages stand, beside this workspace. */
const PAGES_FOLDER = fileURLToPath(new URL('../../../../widgets/dist', import.meta.url));

/** The web role: LTI, the pages and their API, videos, webhooks, health. It does not listen yet. */
export async function createWeb(services: Services, hub: ChangeHub): Promise<Express> {
  const { log, ids, sql } = services;
  const app = express().disable('x-powered-by').set('trust proxy', 'loopback');
  app.use(healthRoutes({ ready: async () => void (await sql.query('select 1 from migration limit 1')), metrics: createMetrics() }));
  app.use(requestContext({ log, ids }));
  app.use(securityHeaders({ frameAncestors: await frameAncestors(services) }));
  app.use(launchRoutes(launchDeps(services)));
  app.use(staffSignIn(services));
  app.use(stripeWebhookRoutes({ receive: (delivery) => receiveWebhook(services, delivery) }));
  app.use(videoRoutes({ folder: services.config.PACKS_DIR, publicUrl: services.publicUrl, videos: services.videos, clock: services.clock }));
  const graphql = createGraphQLServer({ pages: createPages(services, hub), sessionOf: (request) => sessionOf(services, request.headers), introspection: false });
  app.use('/graphql', (request, response) => void graphql(request, response));
  if (existsSync(PAGES_FOLDER)) app.use(pageRoutes(PAGES_FOLDER));
  app.use(errorHandler);
  return app;
}

function createPages(services: Services, hub: ChangeHub): Pages {
  return {
    viewer: createViewerPages(services),
    learner: createLearnerPages(services),
    instructor: createInstructorPages(services),
    manager: createManagerPages(services),
    sales: createSalesPages(services),
    operator: createOperatorPages(services),
    notices: hub,
  };
}

function launchDeps(services: Services): Parameters<typeof launchRoutes>[0] {
  const { sql, clock, ids, outbound, publicUrl, launchStateKey, toolKeys, log, config } = services;
  return {
    sql, clock, ids, publicUrl,
    stateKey: launchStateKey,
    directory: createPlatformDirectory({ sql, clock }),
    keys: createPlatformKeys({ outbound, clock }),
    secrets: sessionSecrets,
    pageOrigins: (issuer) => pageOriginsOf(issuer, addedAncestors(config)),
    randomText: () => randomBytes(32).toString('base64url'),
    changesChannel: CHANGES_CHANNEL,
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
