import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import type { LmsContext } from '../context.ts';
import type { Activity } from '../course/activities.ts';
import { lineItemSchema, type LineItem } from '../course/gradebook.ts';
import type { Tool } from '../platform/tools.ts';
import type { PlatformUrls } from '../platform/urls.ts';
import { faultInjection } from './fault-injection.ts';
import { courseOf, requireAccept, requireBody, requireScope, toolOf } from './guards.ts';
import { mediaType } from './media-types.ts';
import { sendablePage } from './paging.ts';
import { scope } from './scopes.ts';
import { ServiceError } from './service-error.ts';

/** A line item as tools write it (AGS 2.0 section 3.2). An empty text means the same as none, as Moodle sends it. */
const writtenText = z.string().transform((text) => text || undefined).optional();
const writtenLineItemSchema = z.object({
  label: z.string().min(1),
  scoreMaximum: lineItemSchema.shape.scoreMaximum,
  resourceId: writtenText,
  tag: writtenText,
  resourceLinkId: writtenText,
  startDateTime: z.iso.datetime({ offset: true }).optional(),
  endDateTime: z.iso.datetime({ offset: true }).optional(),
  submissionReview: lineItemSchema.shape.submissionReview,
});
type WrittenLineItem = z.infer<typeof writtenLineItemSchema>;

type Needs = Pick<LmsContext, 'quirks' | 'state' | 'urls' | 'faults' | 'grants'>;

/** AGS 2.0 line item service: `/lineitems` and `/lineitems/:id/lineitem` of a course. */
export function lineItemRoutes(context: Needs): Router {
  const reading = requireScope(context, scope.lineItem, scope.lineItemReadOnly);
  const writing = requireScope(context, scope.lineItem);
  return Router({ mergeParams: true })
    .all(['/lineitems', '/lineitems/:lineItemId/lineitem'], faultInjection(context.faults, 'line-items'))
    .get('/lineitems', reading, requireAccept(mediaType.lineItemContainer), list(context))
    .post('/lineitems', writing, requireBody(mediaType.lineItem), requireAccept(mediaType.lineItem), create(context))
    .get('/lineitems/:lineItemId/lineitem', reading, requireAccept(mediaType.lineItem), show(context))
    .put('/lineitems/:lineItemId/lineitem', writing, requireBody(mediaType.lineItem), requireAccept(mediaType.lineItem), replace(context))
    .delete('/lineitems/:lineItemId/lineitem', writing, remove(context));
}

/** A line item of the caller, or a 404: a tool never learns of another tool's columns. */
export function lineItemOf({ state }: Pick<LmsContext, 'state'>, req: Request, tool: Tool): LineItem {
  const course = courseOf({ state }, req.params['courseId']);
  const lineItem = state.lineItem(String(req.params['lineItemId']));
  if (lineItem === undefined || lineItem.courseId !== course.id || lineItem.clientId !== tool.clientId) throw new ServiceError(404, 'There is no such line item');
  return lineItem;
}

const list = (context: Needs): RequestHandler => (req, res) => {
  const tool = toolOf(res);
  const course = courseOf(context, req.params['courseId']);
  const own = context.state.lineItemsOf(course.id).filter((lineItem) => lineItem.clientId === tool.clientId && matchesFilters(lineItem, req.query));
  res.json(sendablePage(context.urls, req, res, own).map((lineItem) => shown(context.urls, lineItem, tool)));
};

const create = (context: Needs): RequestHandler => (req, res) => {
  const tool = toolOf(res);
  const course = courseOf(context, req.params['courseId']);
  const written = readLineItem(req.body);
  const wanted = { courseId: course.id, clientId: tool.clientId, ...fieldsOf(context, written, course.id, tool) };
  const isUngraded = wanted.activityId !== undefined && !context.state.lineItemsOf(course.id).some(({ activityId }) => activityId === wanted.activityId);
  if (context.quirks.has('no-column-for-ungraded-link') && isUngraded) throw new ServiceError(412, 'The link is not graded');
  const added = (context.quirks.has('line-items-doubled') ? undefined : sameAs(context, wanted)) ?? context.state.addLineItem(wanted);
  res.status(201).json(shown(context.urls, added, tool));
};

/** The line item that is there for the same resource of the tool on the same link. */
const sameAs = ({ state }: Needs, wanted: Omit<LineItem, 'id'>): LineItem | undefined =>
  state.lineItemsOf(wanted.courseId).find((lineItem) => wanted.resourceId !== undefined && lineItem.clientId === wanted.clientId && lineItem.resourceId === wanted.resourceId && lineItem.activityId === wanted.activityId);

const show = (context: Needs): RequestHandler => (req, res) => {
  const tool = toolOf(res);
  res.json(shown(context.urls, lineItemOf(context, req, tool), tool));
};

const replace = (context: Needs): RequestHandler => (req, res) => {
  const tool = toolOf(res);
  const { id, courseId, clientId } = lineItemOf(context, req, tool);
  const replaced = context.state.replaceLineItem({ id, courseId, clientId, ...fieldsOf(context, readLineItem(req.body), courseId, tool) });
  res.json(shown(context.urls, replaced, tool));
};

const remove = (context: Needs): RequestHandler => (req, res) => {
  context.state.removeLineItem(lineItemOf(context, req, toolOf(res)).id);
  res.status(204).end();
};

function matchesFilters(lineItem: LineItem, query: Request['query']): boolean {
  const matches = (wanted: unknown, actual: string | undefined): boolean => wanted === undefined || wanted === actual;
  return matches(query['resource_link_id'], lineItem.activityId) && matches(query['resource_id'], lineItem.resourceId) && matches(query['tag'], lineItem.tag);
}

function readLineItem(body: unknown): WrittenLineItem {
  const parsed = writtenLineItemSchema.safeParse(body);
  if (!parsed.success) throw new ServiceError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function fieldsOf(context: Needs, written: WrittenLineItem, courseId: LineItem['courseId'], tool: Tool): Omit<LineItem, 'id' | 'courseId' | 'clientId'> {
  const { resourceLinkId, ...fields } = written;
  if (resourceLinkId === undefined) return fields;
  return { ...fields, activityId: activityOf(context, resourceLinkId, courseId, tool).id };
}

function activityOf({ state, quirks }: Needs, resourceLinkId: string, courseId: LineItem['courseId'], tool: Tool): Activity {
  const activity = state.activity(resourceLinkId);
  if (activity?.courseId !== courseId || activity.clientId !== tool.clientId) {
    throw new ServiceError(quirks.has('foreign-link-is-403') ? 403 : 404, 'resourceLinkId is not a link of this tool in this course');
  }
  return activity;
}

function shown(urls: PlatformUrls, lineItem: LineItem, tool: Tool): object {
  const { id, courseId, clientId: _owner, activityId, ...fields } = lineItem;
  return { id: urls.lineItem(courseId, id, tool), ...fields, ...(activityId === undefined ? {} : { resourceLinkId: activityId }) };
}
