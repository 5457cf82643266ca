/** Content-Security-Policy of the LMS's pages: it frames these sites and itself, and nobody else frames it. */
export function frameSources(origins: readonly string[]): string {
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    `frame-src 'self' ${origins.join(' ')}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
