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

/** A list has fewer pages than this, and is read sooner: a platform that leads on and on would be read for ever. */
const usualLimits = { pages: 5_000, milliseconds: 300_000 } as const;
export interface ListLimits { readonly pages: number; readonly milliseconds: number }

/**
 * Watches over the way from page to page of one list, so that it comes to an end.
 * @returns what passes the address of each page on
 * @throws ServiceError when the page has been read already, or there have been too many, or for too long
 */
export function wayFrom(first: string, { pages, milliseconds }: ListLimits = usualLimits): (page: string) => string {
  const read = new Set([first]);
  const began = performance.now();
  return (page) => {
    if (read.has(page)) throw new ServiceError({ kind: 'unreachable', detail: 'the next page has been read already' });
    if (read.size >= pages) throw new ServiceError({ kind: 'unreachable', detail: `more than ${pages} pages` });
    if (performance.now() - began > milliseconds) throw new ServiceError({ kind: 'unreachable', detail: `not all pages came in ${milliseconds / 1000} s` });
    read.add(page);
    return page;
  };
}

/**
 * Reads a list page by page.
 * @param readPage one page, with the Link header it came with
 * @returns the page, and the last one's header as the generator's result
 * @throws ServiceError as `nextPage` and `wayFrom`
 */
export async function* pagesOf<Page extends { readonly link: string | string[] | undefined }>(first: string, readPage: (url: string) => Promise<Page>, limits?: ListLimits): AsyncGenerator<Page, Page> {
  const onward = wayFrom(first, limits);
  for (let url = first; ;) {
    const page = await readPage(url);
    const next = nextPage(linkOf(page.link, 'next'), { first, current: url });
    if (next === undefined) return page;
    yield page;
    url = onward(next);
  }
}
