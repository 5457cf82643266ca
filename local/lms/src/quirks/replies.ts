import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import { ServiceError } from '../services/service-error.ts';
import { atTheEnd } from '../services/spoiled-reply.ts';

/** Beside the next page, Canvas names the one it is on and the first. */
export const nameAllPages: RequestHandler = (req, res, next) => {
  const here = new URL(req.originalUrl, `http://${req.headers.host ?? 'localhost'}`);
  atTheEnd(res, (body, end) => {
    const first = new URL(here);
    first.searchParams.set('from', '0');
    const links = [`<${here.href}>; rel="current"`, ...[res.getHeader('Link') ?? []].flat(), `<${first.href}>; rel="first"`];
    if (res.statusCode === 200) res.setHeader('Link', links.map(String).join(', '));
    end(body);
  });
  next();
};

/** Moodle escapes the addresses for HTML and sends typographic quotes, the bytes of UTF-8 as they are. */
export const garbleLinks: RequestHandler = (_req, res, next) => {
  atTheEnd(res, (body, end) => {
    const link = res.getHeader('Link');
    if (typeof link === 'string') res.setHeader('Link', Buffer.from(garbled(link), 'utf8').toString('latin1'));
    end(body);
  });
  next();
};

const garbled = (link: string): string => link.replaceAll('&', '&amp;').replaceAll(/"([^"]*)"/g, '\u201C$1\u201D');

/** Moodle has fewer words for no: 401 for a missing scope, 400 for a media type it does not know. Sakai has one of its own for a token it does not know. */
export const refusalsInTheWayOf = ({ quirks }: Pick<LmsContext, 'quirks'>): ErrorRequestHandler => (error: unknown, _req, res, next) => {
  if (!(error instanceof ServiceError)) return next(error);
  if (error.status === 401 && quirks.has('unknown-token-is-400')) return void res.status(400).json({ error: 'signature_error' });
  if (error.status === 403 && quirks.has('missing-scope-is-401')) return next(new ServiceError(401, 'Unauthorized'));
  if ((error.status === 406 || error.status === 415) && quirks.has('exact-media-types')) return next(new ServiceError(400, `No handler found: ${error.message}`));
  next(error);
};
