import { Router, type Request, type RequestHandler, type Response } from 'express';
import { ownPageCookie, readCookie } from '../../http/cookies.ts';
import { pagePolicy, refusalPage } from '../../http/plain-page.ts';
import { answerOrReject, type Rejection, type RejectionDeps } from '../../http/rejection.ts';
import { sessionLimits } from '../../domain/session-limits.ts';
import { sessionSecrets } from './session-secret.ts';
import { staffMessageKo } from './staff-messages-ko.ts';
import { beginStaffSignIn, finishStaffSignIn, SIGN_IN_SECONDS, type StaffDeps } from './staff-sign-in.ts';

export interface StaffRouteDeps extends StaffDeps, RejectionDeps {
  /** An unguessable text. */
  readonly randomText: () => string;
}

const COOKIE = 'cc_staff_sign_in';

/** Sign-in of staff at the organization's identity provider. */
export function staffRoutes(deps: StaffRouteDeps): Router {
  const page = (answer: RequestHandler): RequestHandler => (req, res, next) =>
    answerOrReject(deps, () => answer(req, res, next), (rejection) => sendRefusal(deps, req, res, rejection));
  return Router()
    .get('/staff/sign-in', page(signInRoute(deps)))
    .get('/staff/callback', page(callbackRoute(deps)));
}

const signInRoute = (deps: StaffRouteDeps): RequestHandler => async (_req, res) => {
  const { url, kept } = await beginStaffSignIn(deps);
  res.set('Cache-Control', 'no-store').append('Set-Cookie', ownPageCookie(COOKIE, kept, SIGN_IN_SECONDS));
  res.redirect(302, url);
};

const callbackRoute = (deps: StaffRouteDeps): RequestHandler => async (req, res) => {
  const { sessionId, secret, page } = await finishStaffSignIn(deps, new URL(req.originalUrl, deps.publicUrl), readCookie(req.headers.cookie, COOKIE), preferredLanguage(req));
  res.set('Cache-Control', 'no-store').append('Set-Cookie', ownPageCookie(COOKIE, '', 0));
  res.append('Set-Cookie', sessionSecrets.cookie(sessionId, secret, sessionLimits.longestHours * 3_600));
  res.redirect(303, `/s/${sessionId}/${page}`);
};

function sendRefusal(deps: StaffRouteDeps, req: Request, res: Response, { error, correlationId }: Rejection): void {
  const nonce = deps.randomText();
  const language = preferredLanguage(req) ?? 'ko';
  const heading = { ko: '로그인하지 못했습니다', en: 'You could not be signed in' }[language];
  const message = language === 'ko' ? staffMessageKo(error.code) : error.publicMessage;
  res.status(error.status).set({ 'Content-Security-Policy': pagePolicy(nonce), 'Cache-Control': 'no-store' }).type('html');
  res.send(refusalPage({ language, nonce }, heading, { code: error.code, message, correlationId }));
}

/** The first of Korean and English the browser asks for. */
function preferredLanguage(req: Request): 'ko' | 'en' | undefined {
  return (['ko', 'en'] as const).find((language) => language === req.acceptsLanguages('ko', 'en'));
}
