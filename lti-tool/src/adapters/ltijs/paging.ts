import { ServiceError } from './failures.ts';

/** Moodle writes `&amp;` and curly quotes into the Link header of line items; as bytes of UTF-8 the quotes arrive as three characters each. */
const repaired = (text: string): string => text.replaceAll('&amp;', '&').replaceAll(/[“”]|â\u0080[\u009c\u009d]/g, '"');

/**
 * The address of the next page, or undefined after the last one.
 * @throws ServiceError when it leads to another origin, where our token must not go, or to the page it is on
 */
export function nextPage(next: string | undefined, { first, current }: { readonly first: string; readonly current: string | undefined }): string | undefined {
  if (next === undefined) return undefined;
  const url = pinned(next, first);
  if (url.href === (current ?? first)) throw new ServiceError({ kind: 'unreachable', detail: 'the next page is this one' });
  return url.href;
}

/** An address that the platform of `first` names. @throws ServiceError when it leads to another origin */
export function pinned(address: string, first: string): URL {
  const url = new URL(repaired(address).replaceAll('"', ''), first);
  if (url.origin !== new URL(first).origin) throw new ServiceError({ kind: 'unreachable', detail: `the next page is at ${url.origin}` });
  return url;
}

/**
 * The address with a relation in a Link header (RFC 8288 section 3).
 * @example linkOf('<https://lms.example/members?from=50>; rel="next"', 'next')
 */
export function linkOf(header: string | string[] | undefined, relation: string): string | undefined {
  for (const [, address, parameters] of repaired([header ?? []].flat().join(', ')).matchAll(/<([^>]*)>([^<]*)/g)) {
    const relations = /;\s*rel\s*=\s*"?([^";,]*)/i.exec(parameters ?? '')?.[1]?.toLowerCase().split(' ') ?? [];
    if (relations.includes(relation)) return address;
  }
  return undefined;
}

/**
 * Remembers the page that is read next, so that a list that leads round in a ring comes to an end.
 * @throws ServiceError when it has been read already
 */
export function unread(page: string, read: Set<string>): string {
  if (read.has(page)) throw new ServiceError({ kind: 'unreachable', detail: 'the next page has been read already' });
  read.add(page);
  return page;
}

/** A list has fewer pages than this; a platform that leads on and on would be read for ever. */
const MOST_PAGES = 5_000;

/**
 * Reads a list page by page.
 * @param readPage one page, with the Link header it came with
 * @returns the page, and the last one's header as the generator's result
 * @throws ServiceError as `nextPage`
 */
export async function* pagesOf<Page extends { readonly link: string | string[] | undefined }>(first: string, readPage: (url: string) => Promise<Page>): AsyncGenerator<Page, Page> {
  let url = first;
  const read = new Set([first]);
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await readPage(url);
    const next = nextPage(linkOf(page.link, 'next'), { first, current: url });
    if (next === undefined) return page;
    yield page;
    url = unread(next, read);
  }
  throw new ServiceError({ kind: 'unreachable', detail: `more than ${MOST_PAGES} pages` });
}
