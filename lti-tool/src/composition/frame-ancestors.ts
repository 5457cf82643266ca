import type { Config } from '../config.ts';
import type { PlatformAddresses } from '../features/launch/registration.ts';

/** Vendors whose one issuer stands for many hosts: the frame is on the institution's host, which no registration names. */
const sharedIssuers: Readonly<Record<string, string>> = {
  'https://canvas.instructure.com': 'https://*.instructure.com',
  'https://blackboard.com': 'https://*.blackboard.com',
};

/** Origins of a platform's pages beside its registration's own: those of vendors that share an issuer, and what the operator adds. */
export const pageOriginsOf = (issuer: string, added: readonly string[]): readonly string[] => [...(sharedIssuers[issuer] === undefined ? [] : [sharedIssuers[issuer]]), ...added];

/** What FRAME_ANCESTORS adds. */
export const addedAncestors = ({ FRAME_ANCESTORS }: Pick<Config, 'FRAME_ANCESTORS'>): readonly string[] => FRAME_ANCESTORS.split(/\s+/).filter((source) => source !== '');

const PLAIN_ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/;

/**
 * Which sites may show a platform's launches in a frame: those that its registration names, the hosts of a vendor that shares its issuer, and what
 * the operator adds for an LMS under a name of its own. Of the registration's hosts only plain names count: in the header a `*` would let
 * every site in, a `;` would keep all the others out, and an LMS that registers itself writes its addresses as it likes. Other platforms' pages
 * are not named: a header with all of them tells everybody whom the tool serves, and grows beyond what a proxy takes.
 */
export function ancestorsOf({ issuer, authorizationUrl }: PlatformAddresses, added: readonly string[]): readonly string[] {
  const origins = [issuer, authorizationUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin).filter((origin) => PLAIN_ORIGIN.test(origin));
  return [...new Set([...origins, ...pageOriginsOf(issuer, added)])];
}
