import type { PlatformAddresses } from '../features/launch/registration.ts';

/**
 * Vendors whose issuers stand for many hosts: the frame is on the institution's host, which no registration names. Canvas has issuers for its beta and test
 * environments beside that of production.
 */
const VENDORS: readonly { readonly issuers: RegExp; readonly pages: string }[] = [
  { issuers: /^https:\/\/(?:canvas|sso)(?:\.beta|\.test)?\.(?:instructure|canvaslms)\.com$/, pages: 'https://*.instructure.com' },
  { issuers: /^https:\/\/blackboard\.com$/, pages: 'https://*.blackboard.com' },
];

/** Origins of a platform's pages beside its registration's own: those of vendors that share an issuer, and what the operator adds. */
export const pageOriginsOf = (issuer: string, added: readonly string[]): readonly string[] => [...VENDORS.flatMap(({ issuers, pages }) => (issuers.test(issuer) ? [pages] : [])), ...added];

const PLAIN_ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/;

/**
 * Open edX shows a course in an application on a host of its own, `apps.` before that of the LMS unless its operator chose another, and every page around a frame
 * must be allowed to show it.
 * @see https://github.com/overhangio/tutor-mfe (MFE_HOST) and https://www.w3.org/TR/CSP3/#frame-ancestors-navigation-response
 */
function courseApplicationOf(authorizationUrl: string): readonly string[] {
  if (!URL.canParse(authorizationUrl)) return [];
  const { protocol, host, pathname } = new URL(authorizationUrl);
  return pathname.startsWith('/api/lti_consumer/') ? [`${protocol}//apps.${host}`] : [];
}

/**
 * Which sites may show a platform's launches in a frame: those that its registration names, the hosts of a vendor that shares its issuer, and what
 * the operator adds for an LMS under a name of its own. Of the registration's hosts only plain names count: in the header a `*` would let
 * every site in, a `;` would keep all the others out, and an LMS that registers itself writes its addresses as it likes. Other platforms' pages
 * are not named: a header with all of them tells everybody whom the tool serves, and grows beyond what a proxy takes.
 */
export function ancestorsOf({ issuer, authorizationUrl }: PlatformAddresses, added: readonly string[]): readonly string[] {
  const named = [issuer, authorizationUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  const origins = [...named, ...courseApplicationOf(authorizationUrl)].filter((origin) => PLAIN_ORIGIN.test(origin));
  return [...new Set([...origins, ...pageOriginsOf(issuer, added)])];
}
