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

/** Canvas's own part of a score: whether it is a submission, of which kind, and from when. */
export const CANVAS_SUBMISSION = 'https://canvas.instructure.com/lti/submission';
const canvasSubmissionSchema = z.object({
  new_submission: z.boolean().optional(),
  submission_type: z.string().optional(),
  submission_data: z.string().optional(),
  submitted_at: z.iso.datetime({ offset: true }).optional(),
});

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
    submission: z.object({ submittedAt: z.iso.datetime({ offset: true }).optional() }).optional(),
    [CANVAS_SUBMISSION]: canvasSubmissionSchema.optional(),
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
  /** The learner's last submission, where scores make one: when, which attempt it was, and where a tool shows it. */
  submission: z.object({ submittedAt: z.string(), attempt: z.number().int().positive(), launchUrl: z.string().optional() }).optional(),
});
export type Submission = NonNullable<z.infer<typeof scoreSchema>['submission']>;
export type Score = z.infer<typeof scoreSchema>;

export type ScoreDecision =
  | { readonly status: 'accepted' }
  /** Left aside without a word. */
  | { readonly status: 'ignored' }
  | { readonly status: 'refused'; readonly httpStatus: 400 | 404 | 409 | 422; readonly reason: string };

/** What products differ in. */
export type ScoreRules = {
  /** What becomes of a score that is not newer than the one on record. */
  readonly older: 'conflict' | 'bad-request' | 'bad-field' | 'ignored';
  /** What a timestamp is compared with: that of the last score, which it may equal or not, or the second in which that arrived. */
  readonly newerThan: 'timestamp' | 'no-older' | 'arrival';
  /** HTTP status for somebody who is not graded. */
  readonly ungradable: 400 | 404 | 422;
};

const usualRules: ScoreRules = { older: 'conflict', newerThan: 'timestamp', ungradable: 404 };

/**
 * Whether a posted score may replace the one on record.
 *
 * A score is ordered by the tool's own timestamp: AGS 2.0 section 3.4.9 forbids going back, and Moodle also
 * refuses an equal timestamp, so that a replay is seen as a conflict. A platform that says nothing leaves it aside.
 */
export function decideScore(facts: { incoming: IncomingScore; role: CourseRole | undefined; onRecord: Score | undefined; rules?: ScoreRules }): ScoreDecision {
  const { incoming, role, onRecord, rules = usualRules } = facts;
  if (role === undefined || !isGraded(role)) {
    return { status: 'refused', httpStatus: rules.ungradable, reason: `User ${incoming.userId} is not a learner of this course` };
  }
  if (onRecord !== undefined && !isNewer(incoming, onRecord, rules)) {
    if (rules.older === 'ignored') return { status: 'ignored' };
    if (rules.older === 'bad-request') return { status: 'refused', httpStatus: 400, reason: `Provided timestamp of ${incoming.timestamp} before last updated timestamp of ${onRecord.receivedAt}` };
    if (rules.older === 'bad-field') return { status: 'refused', httpStatus: 400, reason: 'timestamp: Score timestamp can only be updated to a later point in time' };
    return { status: 'refused', httpStatus: 409, reason: `A score of ${onRecord.timestamp} is already on record` };
  }
  return { status: 'accepted' };
}

function isNewer(incoming: IncomingScore, onRecord: Score, rules: ScoreRules): boolean {
  const second = (time: string): number => Math.floor(Date.parse(time) / 1000);
  if (rules.newerThan === 'arrival') return second(incoming.timestamp) > second(onRecord.receivedAt);
  if (rules.newerThan === 'no-older') return Date.parse(incoming.timestamp) >= Date.parse(onRecord.timestamp);
  return Date.parse(incoming.timestamp) > Date.parse(onRecord.timestamp);
}

/**
 * The learner's last submission after a score, in Canvas's way: every score makes one unless it says that it does not, and it is a further
 * attempt unless it was submitted at the time of the last one. Undefined: there is none.
 * @param now when it was submitted, where the score does not say
 */
export function submissionAfter(incoming: IncomingScore, onRecord: Submission | undefined, now: Date): Submission | undefined {
  const said = incoming[CANVAS_SUBMISSION];
  if (said?.new_submission === false || said?.submission_type === 'none') return onRecord;
  const submittedAt = new Date(incoming.submission?.submittedAt ?? said?.submitted_at ?? now).toISOString();
  const launchUrl = said?.submission_type === 'basic_lti_launch' ? said.submission_data : undefined;
  return { submittedAt, launchUrl, attempt: (onRecord?.attempt ?? 0) + (onRecord?.submittedAt === submittedAt ? 0 : 1) };
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
