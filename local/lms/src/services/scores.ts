import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { decideScore, incomingScoreSchema, type IncomingScore, type LineItem, type Score, type ScoreRules } from '../course/gradebook.ts';
import { personIdSchema } from '../course/people.ts';
import { faultInjection } from './fault-injection.ts';
import { courseOf, requireBody, requireScope, toolOf } from './guards.ts';
import { lineItemOf } from './line-items.ts';
import { mediaType } from './media-types.ts';
import { scope } from './scopes.ts';
import { ServiceError } from './service-error.ts';

type Needs = Pick<LmsContext, 'quirks' | 'state' | 'faults' | 'grants' | 'clock'>;

/** AGS 2.0 score service: `POST …/lineitem/scores`. */
export function scoreRoutes(context: Needs): Router {
  return Router({ mergeParams: true }).post(
    '/lineitems/:lineItemId/lineitem/scores',
    faultInjection(context.faults, 'scores'),
    requireScope(context, scope.score),
    requireBody(mediaType.score),
    receive(context),
  );
}

const receive = (context: Needs): RequestHandler => (req, res) => {
  const lineItem = lineItemOf(context, req, toolOf(res));
  const incoming = readScore(req.body);
  const personId = personIdSchema.parse(incoming.userId);
  const decision = decideScore({
    incoming,
    role: context.state.roleOf(courseOf(context, lineItem.courseId), incoming.userId),
    onRecord: context.state.score(lineItem.id, personId),
    rules: rulesOf(context),
  });
  if (decision.status === 'refused') throw new ServiceError(decision.httpStatus, decision.reason);
  if (decision.status === 'accepted') context.state.recordScore(scoreOf(incoming, lineItem, context.clock()));
  res.status(context.quirks.has('score-answered-with-200') ? 200 : 204).end();
};

const olderRules = [['older-score-is-400', 'bad-request'], ['older-score-is-400-by-field', 'bad-field'], ['older-score-is-conflict', 'conflict']] as const;

const rulesOf = ({ quirks }: Needs): ScoreRules => ({
  older: olderRules.find(([quirk]) => quirks.has(quirk))?.[1] ?? 'ignored',
  newerThan: quirks.has('score-after-arrival') ? 'arrival' : 'timestamp',
  ungradable: quirks.has('ungradable-is-400') ? 400 : quirks.has('ungradable-is-422') ? 422 : 404,
});

function readScore(body: unknown): IncomingScore {
  const parsed = incomingScoreSchema.safeParse(body);
  if (!parsed.success) throw new ServiceError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function scoreOf({ userId, ...incoming }: IncomingScore, lineItem: LineItem, now: Date): Score {
  return { ...incoming, lineItemId: lineItem.id, personId: personIdSchema.parse(userId), receivedAt: now.toISOString() };
}
