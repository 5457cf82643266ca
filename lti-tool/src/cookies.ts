/**
 * Reads one cookie from a `Cookie` header.
 * @returns undefined when the browser did not send it
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieScope {
  readonly path: string;
  /** Zero removes the cookie. */
  readonly maxAgeSeconds: number;
}

/**
 * A cookie that is kept inside another site's frame: `Partitioned` gives each embedding site a jar of its own, which
 * browsers that block third-party cookies still allow (CHIPS, https://developer.mozilla.org/docs/Web/Privacy/Guides/Privacy_sandbox/Partitioned_cookies).
 */
export function framedCookie(name: string, value: string, scope: CookieScope): string {
  return `${name}=${value}; Path=${scope.path}; Max-Age=${scope.maxAgeSeconds}; HttpOnly; Secure; SameSite=None; Partitioned`;
}

/** A cookie for pages that are never framed; it comes along when another site leads back here by a link. */
export function ownPageCookie(name: string, value: string, scope: CookieScope): string {
  return `${name}=${value}; Path=${scope.path}; Max-Age=${scope.maxAgeSeconds}; HttpOnly; Secure; SameSite=Lax`;
}
