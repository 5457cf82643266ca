/** An attribute whose value leads to another file: initialization sections, renditions, keys. */
const URI_ATTRIBUTE = /URI="([^"]*)"/g;

/**
 * Rewrites every URI of an HLS playlist; comments and tags without one stay as they are.
 * @see https://www.rfc-editor.org/rfc/rfc8216#section-4.1
 */
export function mapUris(playlist: string, map: (uri: string) => string): string {
  return playlist
    .split('\n')
    .map((line) => {
      const text = line.trimEnd();
      if (text === '') return line;
      if (text.startsWith('#EXT')) return line.replace(URI_ATTRIBUTE, (_all, uri: string) => `URI="${map(uri)}"`);
      return text.startsWith('#') ? line : map(text);
    })
    .join('\n');
}
