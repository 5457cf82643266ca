/** An attribute whose value leads to another file: initialization sections, renditions, keys, interstitials. */
const URI_ATTRIBUTE = /URI="([^"]*)"/g;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Rewrites every URI of an HLS playlist; comments and tags without one stay as they are. A byte order mark, which a playlist must not
 * have, and carriage returns go.
 * @see https://www.rfc-editor.org/rfc/rfc8216#section-4.1
 */
export function mapUris(playlist: string, map: (uri: string) => string): string {
  return playlist
    .replace(BYTE_ORDER_MARK, '')
    .split('\n')
    .map((line) => {
      const text = line.trim();
      if (text.startsWith('#EXT')) return text.replace(URI_ATTRIBUTE, (_all, uri: string) => `URI="${map(uri)}"`);
      return text === '' || text.startsWith('#') ? text : map(text);
    })
    .join('\n');
}

/** Whether a URI names a file of the playlist's own folder, or of one below, by its plain name. */
export function isInside(uri: string): boolean {
  return uri !== '' && !uri.startsWith('/') && !uri.split('/').includes('..') && !/[\\?#:%]/.test(uri);
}

/**
 * Gives what a playlist names the signature that the playlist itself was asked for with. What lies elsewhere stays as it is: a stranger
 * must not get the signature.
 * @param query with its question mark
 */
export function withQuery(playlist: string, query: string): string {
  return mapUris(playlist, (uri) => (isInside(uri) ? `${uri}${query}` : uri));
}
