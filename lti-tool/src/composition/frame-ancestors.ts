import type { Config } from '../config.ts';
import { platformAddresses, type PlatformAddresses } from '../features/identity/platform-store.ts';
import type { Services } from './services.ts';

const REREAD_MILLISECONDS = 30_000;

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
 * Which sites may show the tool in a frame: those that the registrations name, the hosts of vendors that share an issuer, and what
 * the operator adds for an LMS under a name of its own. Of the registrations' hosts only plain names count: in the header a `*` would let
 * every site in, a `;` would keep all the others out, and an LMS that registers itself writes its addresses as it likes.
 */
export function ancestorsOf(platforms: readonly PlatformAddresses[], added: readonly string[]): readonly string[] {
  const origins = platforms.flatMap(({ issuer, authorizationUrl }) => [issuer, authorizationUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin).filter((origin) => PLAIN_ORIGIN.test(origin)));
  const vendors = platforms.flatMap(({ issuer }) => sharedIssuers[issuer] ?? []);
  return [...new Set([...origins, ...vendors, ...added])];
}

/** Reads the registrations once before the first page, then again every half minute. */
export async function frameAncestors({ sql, log, config }: Services): Promise<() => readonly string[]> {
  const added = addedAncestors(config);
  const read = async (): Promise<readonly string[]> => ancestorsOf(await platformAddresses(sql), added);
  let ancestors = await read();
  let readAt = performance.now();
  return () => {
    if (performance.now() - readAt > REREAD_MILLISECONDS) {
      readAt = performance.now();
      read().then((fresh) => { ancestors = fresh; }, (error: unknown) => log.warn({ error }, 'the platforms could not be read'));
    }
    return ancestors;
  };
}
