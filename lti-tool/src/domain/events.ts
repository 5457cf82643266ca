import { z } from 'zod';
import { verdictSchema } from '@cloudclass/plugin-contract';
import { courseIdSchema, eventIdSchema, institutionIdSchema, labIdSchema, personIdSchema, resourceLinkIdSchema } from './ids.ts';

/** Why a lab ends. */
export const endReasonSchema = z.enum(['learner', 'time-limit', 'credit', 'instructor', 'operator', 'cancelled']);
export type EndReason = z.infer<typeof endReasonSchema>;

/** Where something happened: who, in which activity of which course, in which lab. */
const placeSchema = z.strictObject({
  institutionId: institutionIdSchema,
  courseId: courseIdSchema.nullable(),
  resourceLinkId: resourceLinkIdSchema.nullable(),
  personId: personIdSchema.nullable(),
  labId: labIdSchema.nullable(),
});
export type Place = z.infer<typeof placeSchema>;

const seconds = z.number().min(0);

/** What can happen, one shape each. The type is also the key of the flow table and the warehouse's column. */
const bodySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('activity.launched'), roles: z.array(z.string()) }),
  z.strictObject({ type: z.literal('lab.requested'), packId: z.string(), packVersion: z.string() }),
  z.strictObject({ type: z.literal('lab.ready'), secondsToReady: seconds }),
  z.strictObject({ type: z.literal('lab.failed'), what: z.string(), why: z.string() }),
  z.strictObject({ type: z.literal('lab.ending'), reason: endReasonSchema }),
  z.strictObject({ type: z.literal('lab.ended'), reason: endReasonSchema }),
  z.strictObject({ type: z.literal('record.received'), eventSource: z.string(), eventName: z.string(), errorCode: z.string().nullable(), eventTime: z.string() }),
  z.strictObject({ type: z.literal('step.judged'), stepId: z.string(), verdict: verdictSchema, secondsSinceReady: seconds, secondsOnStep: seconds }),
  z.strictObject({ type: z.literal('step.overridden'), stepId: z.string(), passed: z.boolean() }),
  z.strictObject({ type: z.literal('hint.revealed'), stepId: z.string(), index: z.number().int() }),
  z.strictObject({ type: z.literal('activity.configured'), points: z.number() }),
  z.strictObject({ type: z.literal('score.changed'), points: z.number(), maximum: z.number(), complete: z.boolean() }),
  z.strictObject({ type: z.literal('grade.sent'), points: z.number(), maximum: z.number() }),
  z.strictObject({ type: z.literal('grade.refused'), cause: z.string() }),
  z.strictObject({ type: z.literal('usage.posted'), product: z.string(), quantitySeconds: seconds, amount: z.string(), currency: z.string() }),
  z.strictObject({ type: z.literal('credit.low'), minutesLeft: z.number().nullable() }),
  z.strictObject({ type: z.literal('credit.ended') }),
  z.strictObject({ type: z.literal('help.asked') }),
  z.strictObject({ type: z.literal('help.answered') }),
  z.strictObject({
    type: z.literal('video.watched'),
    kind: z.enum(['play', 'pause', 'seek', 'rate', 'heartbeat', 'ended', 'error']),
    positionSeconds: seconds,
    watched: z.array(z.tuple([seconds, seconds])),
    rate: z.number().nullable(),
  }),
]);
export type EventBody = z.infer<typeof bodySchema>;
export type EventType = EventBody['type'];

/** The one envelope of a domain event: in the outbox, on the stream and in the warehouse. */
export const domainEventSchema = z.strictObject({
  id: eventIdSchema,
  version: z.literal(1),
  occurredAt: z.iso.datetime(),
  place: placeSchema,
  body: bodySchema,
});
export type DomainEvent = z.infer<typeof domainEventSchema>;
