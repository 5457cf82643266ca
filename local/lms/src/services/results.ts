import { Router, type RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import { gradeOf, type LineItem, type Score } from '../course/gradebook.ts';
import type { Tool } from '../platform/tools.ts';
import { faultInjection } from './fault-injection.ts';
import { requireAccept, requireScope, toolOf } from './guards.ts';
import { lineItemOf } from './line-items.ts';
import { mediaType } from './media-types.ts';
import { sendablePage } from './paging.ts';
import { scope } from './scopes.ts';

type Needs = Pick<LmsContext, 'state' | 'urls' | 'faults' | 'grants' | 'quirks'>;

/** AGS 2.0 result service: `GET …/lineitem/results`. */
export function resultRoutes(context: Needs): Router {
  return Router({ mergeParams: true }).get(
    '/lineitems/:lineItemId/lineitem/results',
    faultInjection(context.faults, 'results'),
    requireScope(context, scope.resultReadOnly),
    requireAccept(mediaType.resultContainer),
    list(context),
  );
}

const list = (context: Needs): RequestHandler => (req, res) => {
  const tool = toolOf(res);
  const lineItem = lineItemOf(context, req, tool);
  const wanted = req.query['user_id'];
  const scores = context.state.scoresOf(lineItem.id).filter((score) => wanted === undefined || score.personId === wanted);
  res.json(sendablePage(context.urls, req, res, scores).map((score) => shown(context, lineItem, tool, score)));
};

/** Only a final grade is a result (AGS 2.0 section 3.3); before that the learner is listed without a score. */
function shown({ urls, quirks }: Needs, lineItem: LineItem, tool: Tool, score: Score): object {
  const grade = gradeOf(score, lineItem);
  const said = quirks.has('results-of-made-columns-say-100') && lineItem.resourceId !== undefined ? 100 : grade?.maximum;
  return {
    id: urls.result(lineItem.courseId, lineItem.id, tool, score.personId),
    scoreOf: urls.lineItem(lineItem.courseId, lineItem.id, tool),
    userId: score.personId,
    ...(grade?.final ? { resultScore: grade.points, resultMaximum: said } : {}),
    ...(score.comment === undefined ? {} : { comment: score.comment }),
    timestamp: score.timestamp,
  };
}
