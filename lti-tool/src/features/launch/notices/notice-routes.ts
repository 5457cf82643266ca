import express, { Router, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { errorsOf } from '../../../errors.ts';
import { answerOrReject, type Rejection, type RejectionDeps } from '../../../http/rejection.ts';
import { MOST_NOTICES } from '../../../domain/notice-limits.ts';
import { noticeErrors } from './notice-errors.ts';
import { receiveNotice, type NoticeDeps } from './receive-notices.ts';

const fail = errorsOf(noticeErrors);

const bodySchema = z.object({ notices: z.array(z.object({ jwt: z.string().max(50_000) })).max(MOST_NOTICES) });

/** Where platforms send notices (Platform Notification Service 1.0): no session, only signatures. */
export function noticeRoutes(deps: NoticeDeps & RejectionDeps): Router {
  return Router().post('/lti/notices', express.json({ limit: '2mb' }), (req, res, next) => answerOrReject(deps, () => noticesRoute(deps)(req, res, next), (rejection) => sendRejection(res, rejection)));
}

/** Every notice is taken for itself: a bad one does not keep a good one out, but the platform hears of it. */
const noticesRoute = (deps: NoticeDeps & RejectionDeps): RequestHandler => async (req, res) => {
  const body = bodySchema.safeParse(req.body);
  if (!body.success) throw fail('NOTICE_MALFORMED', { detail: z.prettifyError(body.error) });
  const rejections: Rejection[] = [];
  for (const { jwt } of body.data.notices) await answerOrReject(deps, () => receiveNotice(deps, jwt), (rejection) => rejections.push(rejection));
  // what is our own failure comes first: it tells the platform to send the batch again
  const [worst] = rejections.toSorted((a, b) => b.error.status - a.error.status);
  if (worst !== undefined) return sendRejection(res, worst);
  res.json({});
};

function sendRejection(res: Response, { error, correlationId }: Rejection): void {
  res.status(error.status).json({ code: error.code, message: error.publicMessage, correlationId });
}
