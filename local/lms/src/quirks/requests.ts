import express, { Router, type RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import type { Quirk } from './quirk-list.ts';
import { garbleLinks, nameAllPages } from './replies.ts';

type Needs = Pick<LmsContext, 'quirks'>;

/** Canvas turns away whoever does not say who they are. */
export const requireUserAgent = (context: Needs): RequestHandler =>
  when(context, 'user-agent-required', (req, res, next) => {
    if (req.headers['user-agent']) return next();
    res.status(403).type('text/plain').send('403 Forbidden (User-Agent required)\n');
  });

/** A token endpoint that takes JSON beside form encoding. */
export const alsoJson = ({ quirks }: Needs): RequestHandler => {
  const json = express.json();
  return (req, res, next) => (quirks.has('token-by-form-only') ? next() : json(req, res, next));
};

const mostOnAPage = 10;

const fewOnAPage: RequestHandler = (req, _res, next) => {
  const asked = new URL(req.url, 'http://localhost');
  asked.searchParams.set('limit', String(Math.min(Number(asked.searchParams.get('limit') ?? mostOnAPage), mostOnAPage)));
  req.url = asked.pathname + asked.search;
  next();
};

/** Moodle answers with its page for people, HTML and all. */
const breakAtLimit: RequestHandler = (req, res, next) => {
  if (req.query['limit'] === undefined) return next();
  res.status(404).type('html').send('<!doctype html><title>Error</title><p>Error reading from database</p>');
};

const refuseAnyType: RequestHandler = (req, res, next) => {
  if (!(req.headers.accept ?? '*/*').includes('*/*')) return next();
  const reason = 'No context or unsupported content type';
  res.status(400).json({ status: 400, reason, request: { method: req.method, url: req.originalUrl } });
};

/** Express takes an address with a slash for the one without; Open edX sends whoever leaves it out to the other one. */
const sendToSlash: RequestHandler = (req, res, next) => {
  const { pathname, search } = new URL(req.originalUrl, 'http://localhost');
  if (pathname.endsWith('/')) return next();
  res.redirect(301, `${pathname}/${search}`);
};

/** What services do before anything else, and what happens to their answers, in the way of the product. */
export function serviceQuirks(context: Needs): Router {
  return Router({ mergeParams: true })
    .use(requireUserAgent(context))
    .use(when(context, 'pages-of-ten', fewOnAPage), when(context, 'links-name-all-pages', nameAllPages))
    .get('/lineitems', when(context, 'exact-media-types', refuseAnyType), when(context, 'line-item-links-garbled', garbleLinks))
    .get('/lineitems/:lineItemId/lineitem/results', when(context, 'results-limit-breaks', breakAtLimit), when(context, 'results-end-in-slash', sendToSlash));
}

const when = ({ quirks }: Needs, quirk: Quirk, act: RequestHandler): RequestHandler => (req, res, next) => (quirks.has(quirk) ? act(req, res, next) : next());
