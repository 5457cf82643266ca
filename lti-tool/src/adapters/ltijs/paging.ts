import { ServiceError } from './failures.ts';

/** Moodle writes `&amp;` and curly quotes into the Link header of line items. */
const repaired = (address: string): string => address.replaceAll('&amp;', '&').replaceAll(/[“”]/g, '');

/**
 * The address of the next page, or undefined after the last one.
 * @throws ServiceError when it leads to another origin, where our token must not go, or to the page it is on
 */
export function nextPage(next: string | undefined, { first, current }: { readonly first: string; readonly current: string | undefined }): string | undefined {
  if (next === undefined) return undefined;
  const url = new URL(repaired(next), first);
  if (url.origin !== new URL(first).origin) throw new ServiceError({ kind: 'unreachable', detail: `the next page is at ${url.origin}` });
  if (url.href === (current ?? first)) throw new ServiceError({ kind: 'unreachable', detail: 'the next page is this one' });
  return url.href;
}

/**
 * Remembers the page that is read next, so that a list that leads round in a ring comes to an end.
 * @throws ServiceError when it has been read already
 */
export function oncePerPage(page: string | undefined, read: Set<string>): string | undefined {
  if (page === undefined) return undefined;
  if (read.has(page)) throw new ServiceError({ kind: 'unreachable', detail: 'the next page has been read already' });
  read.add(page);
  return page;
}
