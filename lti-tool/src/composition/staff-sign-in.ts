import { Router } from 'express';
import { toCodedError } from '../adapters/http/error-handler.ts';
import { createOpenidProvider } from '../adapters/oidc/openid-provider.ts';
import { staffRoutes } from '../features/identity/staff-routes.ts';
import { logRejections } from './log.ts';
import { randomText } from './random-text.ts';
import type { Services } from './services.ts';

/** Sign-in of staff where an identity provider is configured; without one there are no such routes. */
export function staffSignIn(services: Services): Router {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = services.config;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return Router();
  return staffRoutes({
    ...services,
    provider: createOpenidProvider({ issuer, clientId, clientSecret }),
    randomText,
    coded: toCodedError,
    onRejected: logRejections(services.log, 'staff sign-in refused'),
  });
}
