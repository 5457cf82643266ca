import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { pagePolicy, type PageContext } from '../../http/plain-page.ts';
import { answerOrReject, type RejectionDeps } from '../../http/rejection.ts';
import { offerRegistration, register, type RegisterDeps } from './register.ts';
import { confirmPage, donePage, refusedPage } from './registration-pages.ts';

export interface RegistrationRouteDeps extends RegisterDeps, RejectionDeps {
  /** An unguessable text. */
  readonly randomText: () => string;
}

const PATH = '/lti/register/:token';
const form = express.urlencoded({ extended: false, limit: '50kb' });

/** The registration initiation address (LTI Dynamic Registration 1.0 section 3.2): an administrator of an LMS opens it from there. */
export function registrationRoutes(deps: RegistrationRouteDeps): Router {
  const page = (answer: (req: Request, token: string) => Promise<(page: PageContext) => string>): RequestHandler => (req, res) =>
    answerOrReject(deps, async () => sendPage(deps, req, res, await answer(req, String(req.params['token']))), ({ error, correlationId }) => {
      res.status(error.status);
      sendPage(deps, req, res, (context) => refusedPage(context, { code: error.code, message: error.publicMessage, correlationId }));
    });
  return Router()
    .get(PATH, page(async (req, token) => {
      const offer = await offerRegistration(deps, token, req.query);
      return (context) => confirmPage(context, offer);
    }))
    .post(PATH, form, page(async (req, token) => {
      const registered = await register(deps, token, req.body);
      return (context) => donePage(context, registered);
    }));
}

/**
 * The page's own policy takes the place of the product's, which lets registered LMSs alone frame it: this one is not
 * registered yet. Any site may, because without the secret in the path there is nothing to see or press. The secret
 * leaves by no referrer.
 */
function sendPage(deps: RegistrationRouteDeps, req: Request, res: Response, draw: (page: PageContext) => string): void {
  const nonce = deps.randomText();
  const language = req.acceptsLanguages('ko', 'en') === 'en' ? 'en' : 'ko';
  res.set({ 'Content-Security-Policy': pagePolicy(nonce), 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' });
  res.type('html').send(draw({ language, nonce }));
}
