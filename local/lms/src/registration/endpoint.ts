import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { LmsContext } from '../context.ts';
import { path } from '../platform/urls.ts';
import { answerFor, examine, toolFrom, type Metadata } from './client-metadata.ts';
import { toolOf } from './registered-tool.ts';

type Needs = Pick<LmsContext, 'state' | 'registrationTokens' | 'newId' | 'admitTool'>;

/** The registration endpoint: a one-time token, then what the tool wants to be. */
export function registrationEndpoint(context: Needs): Router {
  return Router().post(path.registration, express.json({ limit: '100kb' }), registerTool(context));
}

const registerTool = (context: Needs): RequestHandler => (req, res) => {
  const { state, registrationTokens, newId } = context;
  const token = bearerOf(req);
  if (token === undefined) return sendRefusal(res, 401, 'missing_registration_token');
  const issued = registrationTokens.get(token);
  if (issued === undefined) return sendRefusal(res, 404, 'There is no such page');
  if (issued.use === 'none') return sendRefusal(res, 401, 'token_already_used');
  const examined = examine(req.body);
  if (examined.status === 'refused') return sendRefusal(res, 400, examined.reason);
  if (issued.use === 'update') return update(context, res, issued.clientId, examined.metadata);
  registrationTokens.set(token, { use: 'none' });
  const tool = state.addRegisteredTool((number) => toolFrom(examined.metadata, { clientId: newId().slice(0, 15), deploymentId: number }));
  res.json(answerFor(examined.metadata, tool));
};

/** A tool that is there becomes what it says now. Its ids stay, and it stays active. */
function update({ state, admitTool }: Needs, res: Response, clientId: string, metadata: Metadata): void {
  const tool = state.updateTool(clientId, (known) => ({ ...toolFrom(metadata, known), status: known.status }));
  if (tool === undefined) return sendRefusal(res, 400, 'Unknown client');
  if (tool.status === 'active') admitTool(toolOf(tool));
  res.json(answerFor(metadata, tool));
}

const bearerOf = (req: Request): string | undefined => /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];

/** One word in the body, as HTML by its header: so Moodle answers. */
function sendRefusal(res: Response, status: number, reason: string): void {
  res.status(status).type('html').send(reason);
}
