import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import { CANVAS_SUBMISSION, decideScore, incomingScoreSchema, submissionAfter, type IncomingScore, type LineItem, type Score, type ScoreRules, type Submission } from '../course/gradebook.ts';
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
  // not thrown: it is no missing scope, which Moodle has another number for
  if (context.quirks.has('column-of-another-tool')) return void res.status(403).json({ status: 403, reason: 'Line item does not exist' });
  const incoming = readScore(req.body);
  const personId = personIdSchema.parse(incoming.userId);
  const onRecord = context.state.score(lineItem.id, personId);
  const decision = decideScore({ incoming, role: context.state.roleOf(courseOf(context, lineItem.courseId), incoming.userId), onRecord, rules: rulesOf(context) });
  if (decision.status === 'refused') throw new ServiceError(decision.httpStatus, decision.reason);
  if (context.quirks.has('grades-locked')) return void res.status(500).type(mediaType.score).send('[]');
  if (decision.status === 'accepted') context.state.recordScore({ ...scoreOf(incoming, lineItem, context.clock()), submission: submissionOf(context, incoming, onRecord?.submission) });
  res.status(context.quirks.has('score-answered-with-200') ? 200 : 204).end();
};

const ONE_MINUTE_MS = 60_000;

/** The submission a score makes, where it makes one. @throws ServiceError when there are no attempts left, or it is from the future */
function submissionOf({ quirks, clock }: Needs, incoming: IncomingScore, onRecord: Submission | undefined): Submission | undefined {
  if (!quirks.has('score-is-submission')) return undefined;
  const now = clock();
  const submission = submissionAfter(incoming, onRecord, now);
  if (submission !== undefined && Date.parse(submission.submittedAt) > now.getTime() + ONE_MINUTE_MS) throw new ServiceError(400, `Provided submitted_at timestamp of ${submission.submittedAt} in the future`);
  // Canvas looks before it compares: the last attempt cannot be submitted once more, not even with its own time
  const isSubmission = incoming[CANVAS_SUBMISSION]?.new_submission !== false;
  if (quirks.has('one-attempt-allowed') && isSubmission && onRecord !== undefined) throw new ServiceError(422, 'The maximum number of allowed attempts has been reached for this submission');
  return submission;
}

const olderRules = [['older-score-is-400', 'bad-request'], ['older-score-is-400-by-field', 'bad-field'], ['older-score-is-conflict', 'conflict']] as const;

const rulesOf = ({ quirks }: Needs): ScoreRules => ({
  older: olderRules.find(([quirk]) => quirks.has(quirk))?.[1] ?? 'ignored',
  newerThan: quirks.has('score-after-arrival') ? 'arrival' : quirks.has('equal-score-is-taken') ? 'no-older' : 'timestamp',
  ungradable: quirks.has('ungradable-is-400') ? 400 : quirks.has('ungradable-is-422') ? 422 : 404,
});

function readScore(body: unknown): IncomingScore {
  const parsed = incomingScoreSchema.safeParse(body);
  if (!parsed.success) throw new ServiceError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function scoreOf({ userId, scoreGiven, scoreMaximum, comment, activityProgress, gradingProgress, timestamp }: IncomingScore, lineItem: LineItem, now: Date): Score {
  return { scoreGiven, scoreMaximum, comment, activityProgress, gradingProgress, timestamp, lineItemId: lineItem.id, personId: personIdSchema.parse(userId), receivedAt: now.toISOString() };
}
