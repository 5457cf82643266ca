import { z } from 'zod';
import { localizedSchema } from './localized.ts';
import { jsonSchema } from './validator.ts';

/** Why the nearest record did not make a step pass: the first clause that differs. */
export const explanationSchema = z.strictObject({
  eventId: z.string(),
  eventName: z.string(),
  eventTime: z.string(),
  /** The error AWS answered with, when the call itself failed. */
  errorCode: z.string().optional(),
  clause: z
    .strictObject({
      path: z.string(),
      seen: jsonSchema.nullable(),
      /** Absent when the author marked the clause secret. */
      expected: jsonSchema.optional(),
    })
    .optional(),
  /** The author's own sentence for this clause. */
  hint: localizedSchema.optional(),
});
export type Explanation = z.infer<typeof explanationSchema>;

const capturedSchema = z.record(z.string(), jsonSchema);

/**
 * What the records say about one step.
 * - `todo`: nothing near it was seen
 * - `seen`: matching records were seen, but not yet enough of them
 * - `near-miss`: a record came close; the explanation says what differs
 * - `forbidden`: an act the step forbids was seen
 * - `held`: passed, and must stay true until the lab ends
 * - `passed`: passed for good
 */
export const verdictSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('todo') }),
  z.strictObject({ status: z.literal('seen'), seen: z.number().int(), needed: z.number().int(), at: z.string() }),
  z.strictObject({ status: z.literal('near-miss'), at: z.string(), explanation: explanationSchema }),
  z.strictObject({ status: z.literal('forbidden'), at: z.string(), explanation: explanationSchema }),
  z.strictObject({ status: z.literal('held'), at: z.string(), eventIds: z.array(z.string()), captured: capturedSchema }),
  z.strictObject({ status: z.literal('passed'), at: z.string(), eventIds: z.array(z.string()), captured: capturedSchema }),
]);
export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictStatus = Verdict['status'];
export const verdictStatusSchema = z.enum(['todo', 'seen', 'near-miss', 'forbidden', 'held', 'passed']) satisfies z.ZodType<VerdictStatus>;

/** Whether a verdict earns the step's points. */
export function earnsPoints(verdict: Pick<Verdict, 'status'>): boolean {
  return verdict.status === 'passed' || verdict.status === 'held';
}

/** What a validator may know of a lab, beside its records. */
export const labFactsSchema = z.strictObject({
  accountId: z.string(),
  region: z.string(),
  startedAt: z.iso.datetime(),
  /** ARNs of the roles the learner acts with; records of anybody else do not count. */
  learnerRoleArns: z.array(z.string()),
  outputs: z.record(z.string(), z.string()),
});
export type LabFacts = z.infer<typeof labFactsSchema>;
