import type { RequestHandler } from 'express';

const PREFIX = '__Host-';

/**
 * Binds our cookies to this very host. Else a page of a neighbouring host, say a wiki under the same domain, could give somebody's browser a
 * cookie of ours for the whole domain: of a session of its own, in which that person would then work. Only the host itself can set
 * a cookie whose name begins so, with `Secure`, `Path=/` and no `Domain`; cookies without the prefix are not seen.
 * Browsers take the prefix over TLS only, so a trial at `http://localhost` does without.
 * @param publicUrl origin under which browsers reach this server
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis section 4.1.3.2
 */
export function hostCookies(publicUrl: string): RequestHandler {
  if (new URL(publicUrl).protocol !== 'https:') return (_req, _res, next) => next();
  return (req, res, next) => {
    const own = ownCookies(req.headers.cookie ?? '');
    if (own === '') delete req.headers.cookie;
    else req.headers.cookie = own;
    const setHeader = res.setHeader.bind(res);
    res.setHeader = (name, value) => setHeader(name, name.toLowerCase() === 'set-cookie' ? [value].flat().map((cookie) => bound(String(cookie))) : value);
    next();
  };
}

/** What only this host can have set, by the names that the features gave. */
const ownCookies = (header: string): string =>
  header.split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(PREFIX)).map((pair) => pair.slice(PREFIX.length)).join('; ');

/** A cookie that is added to others comes by here with them once more. */
const bound = (cookie: string): string => (cookie.startsWith(PREFIX) ? cookie : `${PREFIX}${cookie}`);
