import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { PageError } from '../pages/page-error.ts';
import { sendPage } from '../pages/send-page.ts';
import { forPeople, type Visit } from '../pages/visit.ts';
import { frameSources } from '../platform/frame-policy.ts';
import { addingPage, ADMIN_PATH, choicePage, toolsPage } from './admin-pages.ts';
import { toolOf, type RegisteredTool } from './registered-tool.ts';

const urlSchema = z.object({ url: z.url({ protocol: /^https?$/ }) });

/** What the administrator of the LMS does with tools. */
export function adminRoutes(context: LmsContext): Router {
  const admin = (handle: (visit: Visit, req: Request, res: Response) => void): RequestHandler =>
    forPeople(context, (visit, req, res) => {
      if (!visit.person.administrator) throw new PageError('forbidden');
      handle(visit, req, res);
    });
  return Router()
    .use(express.urlencoded({ extended: false }))
    .get(ADMIN_PATH, admin((visit, _req, res) => sendPage(res, 200, toolsPage(visit, toolsIn(context)))))
    .get(`${ADMIN_PATH}/add`, admin((visit, req, res) => {
      const url = urlIn(req);
      // the frame's site is no tool yet
      res.set('Content-Security-Policy', frameSources([new URL(url).origin]));
      sendPage(res, 200, addingPage(visit, url));
    }))
    .get(`${ADMIN_PATH}/start`, admin((visit, req, res) => {
      const url = urlIn(req);
      const there = context.quirks.has('registered-tool-is-updated') ? toolsFrom(context, url) : [];
      const chosen = req.query['tool'];
      if (there.length > 0 && chosen === undefined) return sendPage(res, 200, choicePage(visit, url, there));
      res.redirect(303, initiationOf(context, url, there.find(({ clientId }) => clientId === chosen)?.clientId));
    }))
    .post(`${ADMIN_PATH}/:clientId/activate`, admin((_visit, req, res) => {
      const tool = context.state.activateTool(String(req.params['clientId']));
      if (tool === undefined) throw new PageError('notFound');
      context.admitTool(toolOf(tool));
      res.redirect(303, ADMIN_PATH);
    }))
    .post(`${ADMIN_PATH}/:clientId/remove`, admin((_visit, req, res) => {
      const clientId = String(req.params['clientId']);
      if (!context.state.removeTool(clientId)) throw new PageError('notFound');
      context.dismissTool(clientId);
      res.redirect(303, ADMIN_PATH);
    }));
}

function toolsIn({ tools, state }: LmsContext): Parameters<typeof toolsPage>[1] {
  const registered = state.registeredTools();
  return { fixed: [...tools.values()].filter(({ clientId }) => registered.every((tool) => tool.clientId !== clientId)), registered };
}

function urlIn(req: Request): string {
  const parsed = urlSchema.safeParse(req.query);
  if (!parsed.success) throw new PageError('notFound');
  return parsed.data.url;
}

/** Those that a registration at this address may be an update of. */
const toolsFrom = ({ state }: LmsContext, url: string): RegisteredTool[] => state.registeredTools().filter(({ launchUri }) => new URL(launchUri).host === new URL(url).host);

/** Registration initiation (LTI Dynamic Registration 1.0 section 3.2): what the address had in its query stays. */
function initiationOf({ registrationTokens, newId, urls }: LmsContext, registrationUrl: string, updated?: string): string {
  const token = newId();
  registrationTokens.set(token, updated === undefined ? { use: 'new-tool' } : { use: 'update', clientId: updated });
  const url = new URL(registrationUrl);
  url.searchParams.set('openid_configuration', urls.openidConfiguration);
  url.searchParams.set('registration_token', token);
  return url.href;
}
