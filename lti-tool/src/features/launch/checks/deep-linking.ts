import { claim } from '../claims.ts';
import { isRecord, isText, shown, unless, type Check, type ClaimFacts } from './check.ts';

/**
 * A request to choose content says where the choice goes, over HTTP, and which types it takes (Deep Linking 2.0 section 4.4.1). One
 * that takes no links opens all the same: the page says so, and the platform gets an answer.
 */
export const deepLinking: Check<ClaimFacts> = ({ claims }) => {
  if (claims[claim.messageType] !== 'LtiDeepLinkingRequest') return undefined;
  const settings = claims[claim.deepLinkingSettings];
  const usable = isRecord(settings) && isHttpUrl(settings['deep_link_return_url']) && Array.isArray(settings['accept_types']);
  return unless(usable, 'LAUNCH_DEEP_LINKING', isRecord(settings) ? whyUnusable(settings) : `deep_linking_settings is ${shown(settings)}`);
};

/** Without the address itself and the platform's data: with some platforms both carry what proves the request. */
const whyUnusable = (settings: Readonly<Record<string, unknown>>): string =>
  `deep_link_return_url is ${isHttpUrl(settings['deep_link_return_url']) ? '' : 'not '}usable, accept_types is ${shown(settings['accept_types'])}`;

const isHttpUrl = (value: unknown): boolean => isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
