import type { RequestHandler } from 'express';

export interface SecurityOptions {
  /** Origins of the LMSs that may show the tool in a frame, looked up per request because registrations change. */
  readonly frameAncestors: () => readonly string[];
}

/**
 * Headers of every page. Frames are allowed for registered platforms only; scripts come from the tool alone, so injected
 * markup does nothing. The console and the videos open other origins by navigation and by media, not by script.
 */
export function securityHeaders({ frameAncestors }: SecurityOptions): RequestHandler {
  return (_request, response, next) => {
    const policy = [
      "default-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "style-src 'self' 'unsafe-inline'",
      "font-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      `frame-ancestors 'self' ${frameAncestors().join(' ')}`.trim(),
    ];
    response.setHeader('content-security-policy', policy.join('; '));
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    next();
  };
}
