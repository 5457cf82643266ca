import type { PlatformId } from '../../domain/ids.ts';
import type { Score, ScoreOutcome } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { CANVAS, canvasSubmission, isSubmissionRefused } from './canvas-submission.ts';
import { failureOf, ServiceError, type Answer } from './failures.ts';
import { besideQuery } from './line-item-url.ts';
import { reading } from './line-items.ts';
import { withToken, type ServiceContext } from './service-context.ts';
import type { PlatformModel } from './registry-models.ts';

const SCORE = 'application/vnd.ims.lis.v1.score+json';

interface Target {
  readonly platformId: PlatformId;
  readonly lineItemUrl: string;
}

/**
 * Posts a score (AGS 2.0 section 3.4). Ours, not ltijs's: that puts its own timestamp on the score, so that one that
 * waited in the queue would overtake a newer one.
 */
export async function publishScore(context: ServiceContext, { platformId, lineItemUrl }: Target, score: Score): Promise<ScoreOutcome> {
  const platform = await context.platforms.get(platformId);
  return withToken(context, { platform, scope: scope.score }, async (token) => {
    const send = (body: object): Promise<Answer> => context.outbound({
      url: besideQuery(lineItemUrl, 'scores'),
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': SCORE },
      body: JSON.stringify(body),
    });
    const first = await send(scoreBody(platform, score));
    const response = isSubmissionRefused(first, score) ? await send(scoreBody(platform, { ...score, submittedAt: undefined })) : first;
    if (response.status >= 200 && response.status < 300 && !isWebPage(response)) return { kind: 'accepted' };
    if (isConflict(response)) return { kind: 'conflict', platformTime: timeOf(response) };
    if (isLocked(response)) return { kind: 'locked' };
    if (isNoColumnOfOurs(response)) return { kind: 'no-line-item' };
    // where scores are taken at all they are posted: this is the site under maintenance, or what stands before it
    if (response.status === 405) throw new ServiceError({ kind: 'unreachable', detail: '405' });
    const failure = failureOf(response);
    if (failure.kind === 'refused' && response.status === 404 && await isGone(context, platform, lineItemUrl)) return { kind: 'no-line-item' };
    throw new ServiceError(failure.kind === 'refused' && isWebPage(response) ? { kind: 'unreachable', detail: failure.detail } : failure);
  });
}

function scoreBody(platform: PlatformModel, { submittedAt, workUrl, timestamp, ...score }: Score): object {
  return { ...score, timestamp: timestamp.toISOString(), ...(platform.product === CANVAS ? canvasSubmission({ submittedAt, workUrl }) : {}) };
}

/**
 * A page for people, such as a site under maintenance shows with 200, has not taken a score. Nor has it refused the learner: Moodle shows one with 404
 * where it did not expect something, and a firewall in front of it one with 406.
 */
const isWebPage = ({ headers, body }: Answer): boolean => (/^[^;]*html/i.test(headers['content-type'] ?? '') && body.trim() !== '') || /^\s*<(!doctype html|html)/i.test(body);

/**
 * Moodle answers so when it has understood the score and its gradebook did not keep it: the column or this one grade is locked, or the column takes
 * no points any more. An error of its own is a page, or JSON of another type.
 * @see https://github.com/moodle/moodle/blob/main/public/mod/lti/service/gradebookservices/classes/local/service/gradebookservices.php save_grade_item
 */
const isLocked = ({ status, headers }: Answer): boolean => status === 500 && (headers['content-type'] ?? '').startsWith(SCORE);

/**
 * Moodle up to 4 says 403 of a column that belongs to another tool by now, or to none, and of one whose activity does. It lets us read such a column, so
 * its word is taken; what else it forbids concerns the course or the tool.
 * @see https://github.com/moodle/moodle/blob/MOODLE_404_STABLE/mod/lti/service/gradebookservices/classes/local/resources/scores.php
 */
const isNoColumnOfOurs = ({ status, body }: Answer): boolean => status === 403 && /"reason"\s*:\s*"(Line item does not exist|Invalid LTI id supplied)/i.test(body);

/**
 * A score that is not newer than the one on record: 409 in the spec and in Moodle, 400 in Canvas and in Open edX, where the body says so.
 * @see https://developerdocs.instructure.com/services/canvas/file.all_resources/score
 * @see https://github.com/openedx/xblock-lti-consumer/blob/master/lti_consumer/lti_1p3/extensions/rest_framework/serializers.py
 */
export function isConflict({ status, body }: Pick<Answer, 'status' | 'body'>): boolean {
  return status === 409 || (status === 400 && SAYS_NOT_NEWER.test(body));
}

const SAYS_NOT_NEWER = /timestamp[^"]*\b(before|earlier|older|later|already exists)\b|\b(before|earlier|older|later|already exists)\b[^"]*timestamp/i;

function timeOf({ headers }: Answer): Date | undefined {
  const milliseconds = Date.parse(headers.date ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

/** A 404 may speak of the learner or of the column; the column answers for itself, where we may ask. */
async function isGone(context: ServiceContext, platform: PlatformModel, lineItemUrl: string): Promise<boolean> {
  try {
    return await reading(context, platform, async (token) => {
      const response = await context.outbound({ url: lineItemUrl, headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.ims.lis.v2.lineitem+json' } });
      const failure = response.status === 200 ? undefined : failureOf(response);
      // a token that has run out, or a platform that is away, says nothing of the column
      if (failure !== undefined && failure.kind !== 'refused') throw new ServiceError(failure);
      return response.status === 404;
    });
  } catch (error) {
    if (error instanceof ServiceError && error.failure.kind === 'forbidden') return false;
    throw error;
  }
}
