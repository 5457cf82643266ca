/** The policy of pages of the product but for who may show them in a frame: scripts come from the tool alone, so injected markup does nothing. */
const DIRECTIVES = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
];

/**
 * Content-Security-Policy of the product's pages.
 * @param ancestors sites that may show the page in a frame, beside the tool itself; undefined where there is nothing that a stranger could have somebody click on
 * @see https://www.w3.org/TR/CSP3/#directive-frame-ancestors
 */
export function contentPolicy(ancestors: readonly string[] | undefined): string {
  return [...DIRECTIVES, ...(ancestors === undefined ? [] : [["frame-ancestors 'self'", ...ancestors].join(' ')])].join('; ');
}
