import { claim } from '../claims.ts';
import { isText, shown, unless, type Check, type MessageFacts } from './check.ts';

/** The deployment is registered: with vendors that share issuer and client id it is the tenant (LTI 1.3 Core section 5.3.3). */
export const deployment: Check<MessageFacts> = ({ claims, registrations }) => {
  const given = claims[claim.deploymentId];
  return unless(isText(given) && registrations.some(({ deployments }) => deployments.has(given)), 'LAUNCH_DEPLOYMENT_UNKNOWN', `deployment_id is ${shown(given)}`);
};
