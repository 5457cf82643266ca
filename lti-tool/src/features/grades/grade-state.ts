import { z } from 'zod';
import { gradeErrors, type GradeProblem } from './grade-errors.ts';

const isProblem = (value: string): value is GradeProblem => Object.hasOwn(gradeErrors, value);
export const gradeProblemSchema = z.string().transform((value, context): GradeProblem => {
  if (isProblem(value)) return value;
  context.addIssue({ code: 'custom', message: `${value} is not a grade problem` });
  return z.NEVER;
});
const problem = gradeProblemSchema;
const instant = z.iso.datetime();

/** Where a grade is on its way to the platform. Instants are ISO 8601, as they stand in the database. */
export const gradeStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('waiting') }),
  /** On its way; after a killed process it is sent once more. */
  z.object({ status: z.literal('sending'), since: instant }),
  z.object({ status: z.literal('sent'), at: instant }),
  z.object({ status: z.literal('retrying'), problem, nextAt: instant }),
  z.object({ status: z.literal('refused'), problem, at: instant }),
  /** There is nowhere to send it. */
  z.object({ status: z.literal('unavailable'), problem, at: instant }),
]);
export type GradeState = z.infer<typeof gradeStateSchema>;
