import { claim } from '../claims.ts';
import { shown, unless, type Check, type ClaimFacts } from './check.ts';

/**
 * The launch leads where its login asked to go (LTI 1.3 Core section 5.3.4). Deep linking requests may leave it out:
 * the claim is defined for resource links.
 */
export const targetLink: Check<ClaimFacts> = ({ claims, state }) => {
  const given = claims[claim.targetLinkUri];
  const optional = claims[claim.messageType] === 'LtiDeepLinkingRequest';
  return unless(given === state.targetLinkUri || (optional && given === undefined), 'LAUNCH_TARGET', `target_link_uri is ${shown(given)}, asked was ${state.targetLinkUri}`);
};
