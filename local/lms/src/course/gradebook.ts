import { z } from 'zod';
import { activityIdSchema } from './activities.ts';
import { courseIdSchema } from './courses.ts';
import { personIdSchema } from './people.ts';
import { isGraded, type CourseRole } from './roles.ts';

export const lineItemIdSchema = z.string().min(1).brand<'LineItemId'>();
export type LineItemId = z.infer<typeof lineItemIdSchema>;

export const submissionReviewSchema = z.object({
  /** From which progress on; an empty list means always, without one it is the platform's choice. */
  reviewableStatus: z.array(z.string()).optional(),
  label: z.string().optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  custom: z.record(z.string(), z.coerce.string()).optional(),
});

/** A column of the gradebook. `clientId` is the tool that owns it: no other tool sees it. */
export const lineItemSchema = z.object({
  id: lineItemIdSchema,
  courseId: courseIdSchema,
  clientId: z.string(),
  label: z.string(),
  scoreMaximum: z.number().positive(),
  activityId: activityIdSchema.optional(),
  resourceId: z.string().optional(),
  tag: z.string().optional(),
  startDateTime: z.string().optional(),
  endDateTime: z.string().optional(),
  /** Where a grade leads to the learner's work (LTI Submission Review 1.0). */
  submissionReview: submissionReviewSchema.optional(),
});
export type LineItem = z.infer<typeof lineItemSchema>;

/** AGS 2.0 section 3.4.7 and 3.4.8. */
const activityProgressSchema = z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']);
const gradingProgressSchema = z.enum(['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady']);

/** A score as a tool posts it (AGS 2.0 section 3.4). */
export const incomingScoreSchema = z
  .object({
    userId: z.coerce.string().min(1),
    scoreGiven: z.number().nonnegative().optional(),
    scoreMaximum: z.number().positive().optional(),
    comment: z.string().optional(),
    activityProgress: activityProgressSchema,
    gradingProgress: gradingProgressSchema,
    timestamp: z.iso.datetime({ offset: true }),
  })
  .refine((score) => score.scoreGiven === undefined || score.scoreMaximum !== undefined, { error: 'scoreMaximum is required when scoreGiven is present' });
export type IncomingScore = z.infer<typeof incomingScoreSchema>;

/** What the gradebook holds for one learner in one column. `receivedAt` is this LMS's clock, `timestamp` the tool's. */
export const scoreSchema = z.object({
  lineItemId: lineItemIdSchema,
  personId: personIdSchema,
  scoreGiven: z.number().optional(),
  scoreMaximum: z.number().optional(),
  comment: z.string().optional(),
  activityProgress: activityProgressSchema,
  gradingProgress: gradingProgressSchema,
  timestamp: z.string(),
  receivedAt: z.string(),
});
export type Score = z.infer<typeof scoreSchema>;

export type ScoreDecision =
  | { readonly status: 'accepted' }
  | { readonly status: 'refused'; readonly httpStatus: 404 | 409; readonly reason: string };

/**
 * Whether a posted score may replace the one on record.
 *
 * A score is ordered by the tool's own timestamp: AGS 2.0 section 3.4.9 forbids going back, and Moodle also
 * refuses an equal timestamp, so that a replay is seen as a conflict.
 */
export function decideScore(facts: { incoming: IncomingScore; role: CourseRole | undefined; onRecord: Score | undefined }): ScoreDecision {
  const { incoming, role, onRecord } = facts;
  if (role === undefined || !isGraded(role)) {
    return { status: 'refused', httpStatus: 404, reason: `User ${incoming.userId} is not a learner of this course` };
  }
  if (onRecord !== undefined && Date.parse(incoming.timestamp) <= Date.parse(onRecord.timestamp)) {
    return { status: 'refused', httpStatus: 409, reason: `A score of ${onRecord.timestamp} is already on record` };
  }
  return { status: 'accepted' };
}

export type Grade = { readonly points: number; readonly maximum: number; readonly final: boolean };

/**
 * The points a score is worth in its column: scaled from the tool's maximum to the column's. Undefined while there
 * is no score, only progress. Only a `FullyGraded` score is final.
 */
export function gradeOf(score: Score | undefined, lineItem: Pick<LineItem, 'scoreMaximum'>): Grade | undefined {
  if (score?.scoreGiven === undefined || score.scoreMaximum === undefined) return undefined;
  const points = Math.round((score.scoreGiven / score.scoreMaximum) * lineItem.scoreMaximum * 100) / 100;
  return { points, maximum: lineItem.scoreMaximum, final: score.gradingProgress === 'FullyGraded' };
}
