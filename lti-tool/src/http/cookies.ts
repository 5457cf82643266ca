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

/** Names of the cookies that begin so, as the browser sends them: those of one path oldest first (RFC 6265 section 5.4). */
export function cookieNames(header: string | undefined, prefix: string): string[] {
  return (header ?? '').split(';').map((pair) => pair.slice(0, Math.max(pair.indexOf('='), 0)).trim()).filter((name) => name.startsWith(prefix));
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
