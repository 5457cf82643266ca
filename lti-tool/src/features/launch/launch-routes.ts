import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { cookieNames, framedCookie, readCookie } from '../../http/cookies.ts';
import { errorsOf } from '../../errors.ts';
import { contentPolicy } from '../../http/content-policy.ts';
import { pagePolicy, type PageContext } from '../../http/plain-page.ts';
import { answerOrReject, type Rejection, type RejectionDeps } from '../../http/rejection.ts';
import { sessionLimits } from '../../domain/session-limits.ts';
import { languageOf } from './launch-claims.ts';
import { launchErrors } from './launch-errors.ts';
import type { LaunchPages } from './launch-pages.ts';
import { SECRET_NAME, secretMatches, secretNameOf, signTicket, STATE_SECONDS } from './launch-state.ts';
import { login, type LoginDeps } from './login.ts';
import { confirmLaunch, launchToConfirm, openLaunch, proveBrowser, type OpenDeps, type OpenedLaunch } from './open-launch.ts';
import type { PlatformAddresses } from './registration.ts';
import { pageSession, resumeSession } from './resume-session.ts';
import { reasonIn, validateLaunch, type ValidationDeps, type ValidLaunch } from './validate-launch.ts';

const fail = errorsOf(launchErrors);

export interface LaunchDeps extends LoginDeps, ValidationDeps, OpenDeps, RejectionDeps {
  readonly pages: LaunchPages;
  /** Sites that may show a platform's launches in a frame, by origin. */
  readonly frameAncestors: (platform: PlatformAddresses) => readonly string[];
  /** The tool's public keys, as platforms fetch them. */
  readonly publicKeys: () => Promise<object>;
}

const form = express.urlencoded({ extended: false, limit: '300kb' });
const KEYS_CACHED_SECONDS = 300;

/** The LTI endpoints: login initiation, launch, the browser's proof, and the tool's keys. */
export function launchRoutes(deps: LaunchDeps): Router {
  const page = (answer: RequestHandler): RequestHandler => guarded(deps, answer, sendRejectedPage);
  return Router()
    .use('/lti', noStore)
    .get('/lti/login', page(loginRoute(deps, (req) => req.query)))
    .post('/lti/login', form, page(loginRoute(deps, (req) => req.body)))
    .post('/lti/launch', form, page(launchRoute(deps)))
    // whoever keeps the address of a launch, or opens it by hand, has nothing that could be checked
    .get('/lti/launch', page((req) => { throw fail('LAUNCH_RESPONSE_MALFORMED', { detail: `opened by GET${reasonIn(req.query)}` }); }))
    .get('/lti/continue', page(confirmRoute(deps)))
    .post('/lti/continue', form, page(continueRoute(deps)))
    .post('/lti/verify', express.json({ limit: '50kb' }), guarded(deps, verifyRoute(deps), sendRejectedJson))
    .post('/lti/resume', express.json({ limit: '50kb' }), guarded(deps, resumeRoute(deps), sendRejectedJson))
    .get('/s/:session/:page', page(pageRoute(deps)))
    .get('/lti/keys', guarded(deps, keysRoute(deps), sendRejectedJson))
    .use('/lti', unreadable(deps));
}

/** A form that could not be unpacked or parsed, or is too large: the person reads a page about it as well. */
const unreadable = (deps: LaunchDeps): ErrorRequestHandler => (cause: unknown, req, res, next) => {
  const malformed = cause instanceof Error && 'expose' in cause && cause.expose === true;
  const error = malformed ? fail('LAUNCH_RESPONSE_MALFORMED', { detail: 'type' in cause ? String(cause.type) : cause.message, cause }) : cause;
  return guarded(deps, () => { throw error; }, ['/verify', '/resume'].includes(req.path) ? sendRejectedJson : sendRejectedPage)(req, res, next);
};

const noStore: RequestHandler = (_req, res, next) => {
  res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' });
  next();
};

const loginRoute = (deps: LaunchDeps, parametersOf: (req: Request) => unknown): RequestHandler => async (req, res) => {
  const { platform, continueUrl, secret, storage } = await login(deps, parametersOf(req));
  res.append('Set-Cookie', framedCookie(secret.name, secret.value, STATE_SECONDS));
  // a page full of pictures that are logins would else fill them
  for (const name of oldestCookies(req, SECRET_NAME)) res.append('Set-Cookie', framedCookie(name, '', 0));
  if (storage === undefined) return res.redirect(302, continueUrl);
  const bootstrap = { kind: 'store', key: secret.name, value: secret.value, storageTarget: storage.target, platformOrigin: storage.platformOrigin, pageOrigins: storage.pageOrigins, continueUrl, newWindowUrl: storage.newWindowUrl } as const;
  sendDocument(deps, { req, res, platform }, (page) => deps.pages.store(bootstrap, page));
};

const launchRoute = (deps: LaunchDeps): RequestHandler => async (req, res) => {
  const valid = await validateLaunch(deps, req.body);
  const secret = readCookie(req.headers.cookie, secretNameOf(valid.stateToken));
  if (secret === undefined) return sendProofPage(deps, req, res, valid);
  if (!secretMatches(secret, valid.state.secretHash)) throw fail('LAUNCH_BROWSER_MISMATCH', { detail: 'the cookie is another' });
  const opened = await openLaunch(deps, valid, true);
  res.append('Set-Cookie', framedCookie(secretNameOf(valid.stateToken), '', 0));
  sendToPage(deps, req, res, opened);
};

/** The cookie did not come: the launch waits until the browser proves itself by the platform's storage or in a window of its own. */
async function sendProofPage(deps: LaunchDeps, req: Request, res: Response, valid: ValidLaunch): Promise<void> {
  const { sessionId } = await openLaunch(deps, valid, false);
  const ticket = await signTicket(deps, { sessionId, secretHash: valid.state.secretHash });
  const newWindowUrl = `${new URL('/lti/continue', deps.publicUrl).href}?${new URLSearchParams({ ticket })}`;
  const { storageTarget } = valid.state;
  const platformOrigin = new URL(valid.registration.authorizationUrl).origin;
  const pageOrigins = deps.pageOrigins(valid.registration.issuer);
  sendDocument(deps, { req, res, platform: valid.registration }, (page) => storageTarget === undefined
    ? deps.pages.newWindow({ kind: 'new-window', url: newWindowUrl }, page)
    : deps.pages.verify({ kind: 'verify', verifyUrl: '/lti/verify', state: ticket, storageKey: secretNameOf(valid.stateToken), storageTarget, platformOrigin, pageOrigins, newWindowUrl }, page));
}

const verifySchema = z.object({ state: z.string().max(5_000), secret: z.string().max(200) });

function proofOf(body: unknown): { readonly ticket: string; readonly secret: string } {
  const parsed = verifySchema.safeParse(body);
  if (!parsed.success) throw fail('LAUNCH_RESPONSE_MALFORMED', { detail: z.prettifyError(parsed.error) });
  return { ticket: parsed.data.state, secret: parsed.data.secret };
}

const verifyRoute = (deps: LaunchDeps): RequestHandler => async (req, res) => {
  const { sessionId, secret, page } = await proveBrowser(deps, proofOf(req.body));
  res.json({ sessionId, token: secret, page });
};

const resumeRoute = (deps: LaunchDeps): RequestHandler => async (req, res) => {
  const { sessionId, secret, page } = await resumeSession(deps, proofOf(req.body));
  res.json({ sessionId, token: secret, page });
};

/**
 * A page of a session: its platform alone may show it in a frame, and where there is no session is nothing to protect. One that comes without its
 * cookie, in a session that began without one, is told where its secret is kept.
 */
const pageRoute = (deps: LaunchDeps): RequestHandler => async (req, res, next) => {
  const { session, page: name } = req.params;
  if (typeof session !== 'string' || typeof name !== 'string') return next();
  const known = await pageSession(deps, session, name);
  res.set('Content-Security-Policy', contentPolicy(known === undefined ? undefined : ancestorsOf(deps, known.platform)));
  const { platform, resumption } = known ?? {};
  if (platform === undefined || resumption === undefined || readCookie(req.headers.cookie, deps.secrets.cookieName(session)) !== undefined) return next();
  const { ticket, ...storage } = resumption;
  res.set('Cache-Control', 'no-store');
  sendDocument(deps, { req, res, platform }, (page) => deps.pages.verify({ kind: 'verify', verifyUrl: '/lti/resume', state: ticket, ...storage, pageOrigins: deps.pageOrigins(platform.issuer) }, page));
};

const ancestorsOf = (deps: LaunchDeps, platform: PlatformAddresses | undefined): readonly string[] => (platform === undefined ? [] : deps.frameAncestors(platform));

const ticketSchema = z.object({ ticket: z.string().max(5_000) });

function ticketOf(value: unknown): string {
  const parsed = ticketSchema.safeParse(value);
  if (!parsed.success) throw fail('LAUNCH_RESPONSE_MALFORMED', { detail: z.prettifyError(parsed.error) });
  return parsed.data.ticket;
}

const confirmRoute = (deps: LaunchDeps): RequestHandler => async (req, res) => {
  const ticket = ticketOf(req.query);
  const { name, title } = await launchToConfirm(deps, ticket);
  // with no-referrer a browser sends the form's origin as "null", and the answer could not tell our page from another
  res.set({ 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'same-origin' });
  sendPlainPage(deps, req, res, (page) => deps.pages.confirm({ ticket, name, title }, page));
};

/** Only our own page may send this form: nobody may be signed in as somebody else by another site. */
const continueRoute = (deps: LaunchDeps): RequestHandler => async (req, res) => {
  if (req.headers.origin !== new URL(deps.publicUrl).origin) throw fail('LAUNCH_BROWSER_MISMATCH', { detail: `confirmed from ${req.headers.origin ?? 'nowhere'}` });
  sendToPage(deps, req, res, await confirmLaunch(deps, ticketOf(req.body)));
};

const keysRoute = (deps: LaunchDeps): RequestHandler => async (_req, res) => {
  res.set('Cache-Control', `public, max-age=${KEYS_CACHED_SECONDS}`).json(await deps.publicKeys());
};

const COOKIES_KEPT = 20;

/** Each launch and each session has a cookie of its own. The oldest are taken back, else a day of launches would be longer than the headers a server reads. */
const oldestCookies = (req: Request, prefix: string): string[] => cookieNames(req.headers.cookie, prefix).slice(0, -COOKIES_KEPT);

function sendToPage(deps: LaunchDeps, req: Request, res: Response, { sessionId, secret, page }: OpenedLaunch): void {
  const prefix = deps.secrets.cookieName('');
  for (const name of oldestCookies(req, prefix)) res.append('Set-Cookie', deps.secrets.cookie(name.slice(prefix.length), '', 0));
  res.append('Set-Cookie', deps.secrets.cookie(sessionId, secret, sessionLimits.longestHours * 3_600));
  res.redirect(303, `/s/${sessionId}/${page}`);
}

type SendRejection = (deps: LaunchDeps, req: Request, res: Response, rejection: Rejection) => void;

function guarded(deps: LaunchDeps, answer: RequestHandler, send: SendRejection): RequestHandler {
  return (req, res, next) => answerOrReject(deps, () => answer(req, res, next), (rejection) => send(deps, req, res, rejection));
}

const sendRejectedPage: SendRejection = (deps, req, res, { error, correlationId }) => {
  res.status(error.status).set('X-Correlation-Id', correlationId);
  sendPlainPage(deps, req, res, (page) => deps.pages.rejected({ code: error.code, message: error.publicMessage, correlationId }, page));
};

const sendRejectedJson: SendRejection = (_deps, _req, res, { error, correlationId }) => {
  res.status(error.status).set('X-Correlation-Id', correlationId).json({ code: error.code, message: error.publicMessage, correlationId });
};

interface Shown {
  readonly req: Request;
  readonly res: Response;
  /** Whose pages show it. */
  readonly platform: PlatformAddresses;
}

/**
 * A document that the built pages may have drawn: it lives on as a page of the product, so the product's own
 * Content-Security-Policy holds where one is set.
 */
function sendDocument(deps: LaunchDeps, { req, res, platform }: Shown, draw: (page: PageContext) => string): void {
  if (!res.hasHeader('Content-Security-Policy')) return sendPlainPage(deps, req, res, draw);
  res.set('Content-Security-Policy', contentPolicy(deps.frameAncestors(platform)));
  res.type('html').send(draw({ language: preferredLanguage(req), nonce: deps.randomText() }));
}

/** A document of the server's own, with the narrowest policy it can do with. */
function sendPlainPage(deps: LaunchDeps, req: Request, res: Response, draw: (page: PageContext) => string): void {
  const nonce = deps.randomText();
  res.set('Content-Security-Policy', pagePolicy(nonce));
  res.type('html').send(draw({ language: preferredLanguage(req), nonce }));
}

/** The first of Korean and English the browser asks for; Korean when it asks for neither. */
function preferredLanguage(req: Request): 'ko' | 'en' {
  return languageOf(req.acceptsLanguages('ko', 'en') || undefined) ?? 'ko';
}
