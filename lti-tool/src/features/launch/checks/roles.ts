import { claim } from '../claims.ts';
import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/** The claim has to be there; it may be empty (LTI 1.3 Core section 5.3.7). */
export const roles: Check<ClaimFacts> = ({ claims }) => {
  const given = claims[claim.roles];
  return unless(Array.isArray(given) && given.every((role) => typeof role === 'string'), 'LAUNCH_ROLES', `roles is ${shown(given)}`);
};
