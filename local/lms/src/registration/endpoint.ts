import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { LmsContext } from '../context.ts';
import { path } from '../platform/urls.ts';
import { answerFor, examine, toolFrom } from './client-metadata.ts';

type Needs = Pick<LmsContext, 'state' | 'registrationTokens' | 'newId'>;

/** The registration endpoint: a one-time token, then what the tool wants to be. */
export function registrationEndpoint(context: Needs): Router {
  return Router().post(path.registration, express.json({ limit: '100kb' }), registerTool(context));
}

const registerTool = ({ state, registrationTokens, newId }: Needs): RequestHandler => (req, res) => {
  const token = bearerOf(req);
  if (token === undefined) return sendRefusal(res, 401, 'missing_registration_token');
  const issued = registrationTokens.get(token);
  if (issued === undefined) return sendRefusal(res, 404, 'There is no such page');
  if (issued === 'used') return sendRefusal(res, 401, 'token_already_used');
  const examined = examine(req.body);
  if (examined.status === 'refused') return sendRefusal(res, 400, examined.reason);
  registrationTokens.set(token, 'used');
  const tool = state.addRegisteredTool((number) => toolFrom(examined.metadata, { clientId: newId().slice(0, 15), deploymentId: number }));
  res.json(answerFor(examined.metadata, tool));
};

const bearerOf = (req: Request): string | undefined => /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];

/** One word in the body, as HTML by its header: so Moodle answers. */
function sendRefusal(res: Response, status: number, reason: string): void {
  res.status(status).type('html').send(reason);
}
