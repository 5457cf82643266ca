import type { RequestHandler } from 'express';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import type { Activity } from '../course/activities.ts';
import type { LineItem } from '../course/gradebook.ts';
import { sameInBoth } from '../course/local-text.ts';
import { deepLinkingDonePage } from '../pages/deep-linking-done.ts';
import { sendPage } from '../pages/send-page.ts';
import { claim } from '../platform/claims.ts';
import type { Asked, DeepLinkingOutcome } from './deep-linking-outcome.ts';
import { deepLinkingResponseSchema, isResourceLink, type ResourceLinkItem } from './deep-linking-response.ts';

type Needs = Pick<LmsContext, 'quirks' | 'state' | 'tools' | 'toolKeys' | 'urls' | 'deepLinkings' | 'usedIds'>;
type Verified = {
  readonly asked: Asked;
  readonly items: readonly ResourceLinkItem[];
  /** How many items of other kinds came along. */
  readonly ignored: number;
  readonly message: string | undefined;
  readonly error: string | undefined;
};

/**
 * The deep linking return URL. The form arrives from the tool's site without the session cookie, so the request it
 * answers is found by `data` (or by the address, where a platform sends none), which is unguessable and can be used once.
 */
export const deepLinkingReturn = (context: Needs): RequestHandler => async (req, res) => {
  const outcome = await receive(context, req.body, req.query['request']);
  sendPage(res, outcome.status === 'refused' ? 400 : 200, deepLinkingDonePage(outcome, req));
};

async function receive(context: Needs, body: unknown, request: unknown): Promise<DeepLinkingOutcome> {
  try {
    const { JWT } = z.object({ JWT: z.string() }).parse(body);
    return take(context, await verify(context, JWT, request));
  } catch (error) {
    return { status: 'refused', reason: error instanceof z.ZodError ? z.prettifyError(error) : String(error) };
  }
}

/**
 * Checks a response as Deep Linking 2.0 section 4.5 asks: signed by the tool that was asked, for this platform and
 * deployment, in time, and not seen before.
 */
async function verify(context: Needs, jwt: string, request: unknown): Promise<Verified> {
  const tool = context.tools.get(decodeJwt(jwt).iss ?? '');
  if (tool === undefined) throw new Error('iss has to be the client_id of a registered tool');
  const payload = await context.toolKeys.verify(jwt, tool, { audience: [context.urls.issuer], requiredClaims: ['iat', 'exp', 'nonce'] });
  const response = deepLinkingResponseSchema.parse(payload);
  if (response[claim.deploymentId] !== tool.deploymentId) throw new Error('deployment_id is not the one that was asked');
  if (context.quirks.has('deep-linking-needs-sub') && payload.sub !== tool.clientId) throw new Error('sub has to be the client_id');
  const data = (context.quirks.has('deep-linking-without-data') ? z.string().parse(request) : response[claim.data]) ?? '';
  const asked = context.deepLinkings.get(data);
  if (asked?.tool.clientId !== tool.clientId) throw new Error('data does not belong to a request that waits for an answer');
  consumeNonce(context, response.nonce);
  context.deepLinkings.take(data);
  const items = response[claim.contentItems].filter(isResourceLink).filter(isTakenBy(context)).slice(0, context.quirks.has('deep-linking-takes-one') ? 1 : undefined);
  const ignored = response[claim.contentItems].length - items.length;
  return { asked, items, ignored, message: response[claim.message], error: response[claim.errorMessage] };
}

const isTakenBy = ({ quirks }: Needs) => ({ lineItem }: ResourceLinkItem): boolean => !quirks.has('columns-of-100-points') || (lineItem?.scoreMaximum ?? 0) <= 100;

function consumeNonce({ usedIds }: Needs, nonce: string): void {
  const key = `deep-linking ${nonce}`;
  if (usedIds.get(key)) throw new Error('nonce has been used');
  usedIds.set(key, true);
}

function take({ state }: Needs, { asked, items, ignored, message, error }: Verified): DeepLinkingOutcome {
  if (error !== undefined) return { status: 'tool-error', asked, message: error };
  const activities = items.map((item) => {
    const activity = state.addActivity(activityOf(asked, item));
    if (item.lineItem !== undefined) state.addLineItem(lineItemOf(activity, item, item.lineItem));
    return activity;
  });
  return { status: 'added', asked, activities, ignored, message };
}

function activityOf({ course, sectionId, tool }: Asked, item: ResourceLinkItem): Omit<Activity, 'id'> {
  return {
    courseId: course.id,
    sectionId,
    clientId: tool.clientId,
    title: sameInBoth(item.title ?? tool.name),
    description: sameInBoth(item.text ?? ''),
    custom: item.custom,
    copiedFrom: [],
    ...(item.url === undefined ? {} : { targetLinkUri: item.url }),
    ...(item.available === undefined ? {} : { available: item.available }),
    ...(item.submission === undefined ? {} : { submission: item.submission }),
  };
}

function lineItemOf(activity: Activity, item: ResourceLinkItem, column: NonNullable<ResourceLinkItem['lineItem']>): Omit<LineItem, 'id'> {
  const { label, ...fields } = column;
  return {
    ...fields,
    courseId: activity.courseId,
    clientId: activity.clientId,
    activityId: activity.id,
    label: label ?? activity.title.en,
    ...(item.submission?.endDateTime === undefined ? {} : { endDateTime: item.submission.endDateTime }),
  };
}
