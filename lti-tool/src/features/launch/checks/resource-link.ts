import { claim } from '../claims.ts';
import { isRecord, isText, shown, unless, type Check, type ClaimFacts } from './check.ts';

/** Every message but deep linking is about one activity, by an id of at most 255 characters (LTI 1.3 Core section 5.3.5). */
export const resourceLink: Check<ClaimFacts> = ({ claims }) => {
  const link = claims[claim.resourceLink];
  const named = isRecord(link) && isText(link['id']) && link['id'].length <= 255;
  return unless(named || claims[claim.messageType] === 'LtiDeepLinkingRequest', 'LAUNCH_RESOURCE_LINK', `resource_link is ${shown(link)}`);
};
