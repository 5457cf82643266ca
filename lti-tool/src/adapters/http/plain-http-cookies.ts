import type { RequestHandler } from 'express';
import { isLoopbackHost } from '../../http/loopback-host.ts';

/**
 * Lets a trial without https sign people in: a server at `http://192.168.0.5:3000`, or under a name of a test network. Browsers drop `Secure`
 * cookies there, and cookies that are `SameSite=None` without `Secure`. So both go, and the browser's own default holds: the cookie comes along in
 * the frame of an LMS of the same site, and in a window of its own after every LMS. With https, and at the names of the browser's own machine,
 * nothing changes.
 * @param publicUrl origin under which browsers reach this server
 */
export function plainHttpCookies(publicUrl: string): RequestHandler {
  if (takesSecureCookies(new URL(publicUrl))) return (_req, _res, next) => next();
  return (_req, res, next) => {
    const setHeader = res.setHeader.bind(res);
    res.setHeader = (name, value) => setHeader(name, name.toLowerCase() === 'set-cookie' ? [value].flat().map((cookie) => plain(String(cookie))) : value);
    next();
  };
}

/** https, and what never leaves the browser's machine (https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy). */
export function takesSecureCookies({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopbackHost(hostname);
}

const plain = (cookie: string): string => cookie.replaceAll(/; (?:Secure|Partitioned|SameSite=\w+)(?=;|$)/g, '');
