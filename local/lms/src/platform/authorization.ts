import type { Request, RequestHandler, Response } from 'express';
import type { LmsContext } from '../context.ts';
import { sessionOf } from '../session.ts';
import { authorizationRequestSchema, decideAuthorization, type AuthorizationDecision, type AuthorizationRequest } from './authorization-checks.ts';
import { claimsWith } from '../quirks/claims.ts';
import { idTokenClaims } from './id-token.ts';
import { storageTarget } from './login-initiation.ts';
import { isOfActivity, type PendingLaunch } from './pending-launches.ts';
import { sendSelfPostingForm } from './self-posting-form.ts';

/** The OpenID Connect authorization endpoint, by GET and by POST. */
export const authorizationEndpoint = (context: LmsContext): RequestHandler => async (req, res) => {
  const parsed = authorizationRequestSchema.safeParse(parametersOf(req));
  if (!parsed.success) return sendUnanswerable(res, 'a parameter was sent twice');
  const request = parsed.data;
  const decision = decideAuthorization({
    request,
    tools: context.tools,
    quirks: context.quirks,
    signedIn: sessionOf(context.state, req)?.person,
    launch: context.launches.get(request.lti_message_hint ?? ''),
  });
  await answer(context, res, request, decision);
};

function parametersOf(req: Request): unknown {
  return req.method === 'POST' ? (req.body ?? {}) : req.query;
}

async function answer(context: LmsContext, res: Response, request: AuthorizationRequest, decision: AuthorizationDecision): Promise<void> {
  switch (decision.status) {
    case 'unanswerable':
      return sendUnanswerable(res, decision.reason);
    case 'repost':
      return sendSelfPostingForm(res, context.urls.authorization, { ...present(request), repost: 'true' });
    case 'refused':
      if (!context.quirks.has('refusal-by-form')) return sendUnanswerable(res, decision.description);
      return sendSelfPostingForm(res, decision.redirectUri, { error: decision.error, error_description: decision.description, state: request.state ?? '' });
    case 'granted':
      context.launches.take(request.lti_message_hint ?? '');
      return sendSelfPostingForm(res, decision.redirectUri, {
        id_token: await issueIdToken(context, decision.launch, decision.nonce),
        state: request.state ?? '',
        ...storageTarget(context),
      });
  }
}

async function issueIdToken(context: LmsContext, launch: PendingLaunch, nonce: string): Promise<string> {
  const deepLinkingData = context.newId();
  if (launch.kind === 'deep-linking') context.deepLinkings.set(deepLinkingData, launch);
  const lineItems = context.state
    .lineItemsOf(launch.course.id)
    .filter((lineItem) => isOfActivity(launch) && lineItem.activityId === launch.activity.id && lineItem.clientId === launch.tool.clientId);
  const claims = idTokenClaims({ launch, urls: context.urls, nonce, now: context.clock(), lineItems, deepLinkingData });
  return context.signingKeys.sign(claimsWith(claims, { ...context, launch, lineItems }));
}

const present = (request: AuthorizationRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(request).filter((entry): entry is [string, string] => entry[1] !== undefined));

const sendUnanswerable = (res: Response, reason: string): void => {
  res.status(400).type('text/plain').send(`This launch cannot go on: ${reason}. Close it and open the activity from its course page again.`);
};
