import { z } from 'zod';

/**
 * One CloudTrail record, as far as Cloudclass relies on it; every other field is kept for patterns to match on.
 * The major version must be 1, the minor may grow.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudTrailRecordSchema = z.looseObject({
  eventVersion: z.string().regex(/^1\./, 'CloudTrail record version 1.x'),
  /** A GUID of 36 characters; whatever keeps records relies on a bound. */
  eventID: z.string().min(1).max(200),
  eventTime: z.iso.datetime(),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: z.string().min(1),
  recipientAccountId: z.string().min(1),
  readOnly: z.boolean().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  sourceIPAddress: z.string().optional(),
  userAgent: z.string().optional(),
  userIdentity: z.looseObject({
    type: z.string().optional(),
    arn: z.string().optional(),
    invokedBy: z.string().optional(),
    sessionContext: z.looseObject({ sessionIssuer: z.looseObject({ arn: z.string().optional() }).optional() }).optional(),
  }),
  /** There when a record came late; with the id of the record that it completes when it tells of the same act again. */
  addendum: z.looseObject({ originalEventID: z.string().optional() }).optional(),
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  responseElements: z.record(z.string(), z.unknown()).nullish(),
});
export type CloudTrailRecord = z.infer<typeof cloudTrailRecordSchema>;

/**
 * The EventBridge envelope a record travels in from a lab account to the activity stream.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const cloudTrailEventSchema = z.looseObject({
  id: z.string(),
  'detail-type': z.string(),
  /** Only AWS may send events whose source begins with `aws.`. */
  source: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  detail: cloudTrailRecordSchema,
});
export type CloudTrailEvent = z.infer<typeof cloudTrailEventSchema>;
