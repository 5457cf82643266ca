import type { PlatformId } from '../../ids.ts';
import type { Score, ScoreOutcome } from '../../platform-services.ts';
import { scope } from './access-tokens.ts';
import { failureOf, ServiceError } from './failures.ts';
import { platformWith, withToken, type ServiceContext } from './service-context.ts';
import type { PlatformModel } from './registry-models.ts';

interface Target {
  readonly platformId: PlatformId;
  readonly lineItemUrl: string;
}

/**
 * Posts a score (AGS 2.0 section 3.4). Ours, not ltijs's: that puts its own timestamp on the score, so that one that
 * waited in the queue would overtake a newer one.
 */
export async function publishScore(context: ServiceContext, { platformId, lineItemUrl }: Target, score: Score): Promise<ScoreOutcome> {
  const platform = await platformWith(context.registry, platformId);
  return withToken(context, { platform, scope: scope.score }, async (token) => {
    const response = await context.outbound({
      url: scoresUrl(lineItemUrl),
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.ims.lis.v1.score+json' },
      body: JSON.stringify({ ...score, timestamp: score.timestamp.toISOString() }),
    });
    if (response.status >= 200 && response.status < 300) return { kind: 'accepted' };
    if (response.status === 409) return { kind: 'conflict' };
    const failure = failureOf(response);
    if (failure.kind === 'refused' && response.status === 404 && await isGone(context, platform, lineItemUrl)) return { kind: 'no-line-item' };
    throw new ServiceError(failure);
  });
}

/** `/scores` goes before the query: Moodle's line items are `…/lineitem?type_id=N`. */
export function scoresUrl(lineItemUrl: string): string {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  return url.href;
}

/** A 404 may speak of the learner or of the column; the column answers for itself. */
async function isGone(context: ServiceContext, platform: PlatformModel, lineItemUrl: string): Promise<boolean> {
  return withToken(context, { platform, scope: scope.lineItem }, async (token) => {
    const { status } = await context.outbound({ url: lineItemUrl, headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.ims.lis.v2.lineitem+json' } });
    return status === 404;
  });
}
