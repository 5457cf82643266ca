import type { Response } from 'express';
import type { WrongLink } from '../faults.ts';

/**
 * Acts in the place of the end of an answer, which Express reaches once and with the whole body. Safe: every overload of
 * `end` is called for its effect only, and returns the response.
 */
export function atTheEnd(res: Response, act: (body: unknown, end: (body?: unknown) => void) => void): void {
  const original = res.end.bind(res);
  const end = (body?: unknown): void => void (body === undefined ? original() : original(body));
  res.end = ((body: unknown): Response => {
    act(body, end);
    return res;
  }) as typeof res.end;
}

/** The handler runs to its end, but its answer never reaches the tool. */
export const loseReply = (res: Response): void => atTheEnd(res, () => res.socket?.destroy());

/** Half of the body arrives, then the connection breaks. */
export function cutShort(res: Response): void {
  atTheEnd(res, (body) => {
    const whole = Buffer.from(typeof body === 'string' || Buffer.isBuffer(body) ? body : '');
    res.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => res.socket?.destroy());
  });
}

/** Another status, and an empty body. A refusal stays what it is. */
export function replaceReply(res: Response, status: number): void {
  atTheEnd(res, (body, end) => {
    if (res.statusCode >= 300) return end(body);
    res.removeHeader('Content-Length');
    res.status(status);
    end();
  });
}

/** The list carries a next page that is none. */
export function mislead(res: Response, link: WrongLink, requested: string): void {
  atTheEnd(res, (body, end) => {
    res.setHeader('Link', wrongLinks[link](new URL(requested, `http://${res.req.headers.host ?? 'localhost'}`)));
    end(body);
  });
}

/** The same server under its other name is another origin, so a tool that follows it is found out by getting an answer. */
const otherHost = (host: string): string => (host === 'localhost' ? '127.0.0.1' : 'localhost');

const wrongLinks: Readonly<Record<WrongLink, (page: URL) => string>> = {
  'other-origin': (page) => next(Object.assign(new URL(page), { hostname: otherHost(page.hostname) })),
  itself: (page) => next(page),
  malformed: () => '<http://[nowhere>; rel="next',
  ring: (page) => {
    const there = page.searchParams.get('ring') === 'there' ? 'back' : 'there';
    page.searchParams.set('ring', there);
    return next(page);
  },
};

const next = (page: URL): string => `<${page.href}>; rel="next"`;
