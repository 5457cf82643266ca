import { claim } from '../claims.ts';
import { isText, shown, unless, type Check, type ClaimFacts } from './check.ts';

/**
 * The deployment belongs to the registration whose key has signed: with vendors that share issuer and client id it is the tenant (LTI 1.3
 * Core section 5.3.3), and nobody signs for another one.
 */
export const deployment: Check<ClaimFacts> = ({ claims, registration }) => {
  const given = claims[claim.deploymentId];
  return unless(isText(given) && registration.deployments.has(given), 'LAUNCH_DEPLOYMENT_UNKNOWN', `deployment_id is ${shown(given)}`);
};
