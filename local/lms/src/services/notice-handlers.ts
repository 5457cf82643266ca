import express, { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { noticeTypes } from '../platform/notice-types.ts';
import { sendNotice, type NoticeContext } from '../platform/notices.ts';
import { faultInjection } from './fault-injection.ts';
import { requireScope, toolOf } from './guards.ts';
import { scope } from './scopes.ts';
import { ServiceError } from './service-error.ts';

type Needs = Pick<LmsContext, 'faults' | 'grants'> & NoticeContext;

/** An empty handler takes it away. */
const orderSchema = z.object({ notice_type: z.enum(noticeTypes), handler: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]) });

/** Platform Notification Service 1.0: which notices go where. A handler has to be on the tool's own site, as Canvas has it. */
export function noticeHandlerRoutes(context: Needs): Router {
  return Router()
    .use(faultInjection(context.faults, 'notice-handlers'), requireScope(context, scope.noticeHandlers))
    .get('/', list(context))
    .put('/', express.json(), order(context));
}

const list = ({ state }: Needs): RequestHandler => (_req, res) => {
  const { clientId, deploymentId } = toolOf(res);
  const handlers = new Map(state.noticeHandlersOf(clientId).map(({ type, handler }) => [type, handler]));
  res.json({ client_id: clientId, deployment_id: deploymentId, notice_handlers: noticeTypes.map((type) => ({ notice_type: type, handler: handlers.get(type) ?? '' })) });
};

const order = (context: Needs): RequestHandler => async (req, res) => {
  const tool = toolOf(res);
  const parsed = orderSchema.safeParse(req.body);
  if (!parsed.success) throw new ServiceError(400, z.prettifyError(parsed.error));
  const { notice_type: type, handler } = parsed.data;
  if (handler !== '' && new URL(handler).origin !== tool.origin) throw new ServiceError(400, `The handler has to be at ${tool.origin}`);
  context.state.setNoticeHandler({ clientId: tool.clientId, type }, handler === '' ? undefined : handler);
  res.json({ notice_type: type, handler });
  if (type === 'LtiHelloWorldNotice') await sendNotice(context, tool, { type, claims: {} });
};
