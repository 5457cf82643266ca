import { z } from 'zod';
import { courseIdSchema } from './courses.ts';
import { localTextSchema } from './local-text.ts';
import { personIdSchema } from './people.ts';

export const activityIdSchema = z.string().min(1).brand<'ActivityId'>();
export type ActivityId = z.infer<typeof activityIdSchema>;

/** A period as deep linking gives it: either end may be open. ISO 8601, UTC. */
export const periodSchema = z.object({ startDateTime: z.string().optional(), endDateTime: z.string().optional() });

/** A place in a course that opens a tool: what LTI calls a resource link. Its id is the resource link id. */
export const activitySchema = z.object({
  id: activityIdSchema,
  courseId: courseIdSchema,
  sectionId: z.string(),
  clientId: z.string(),
  title: localTextSchema,
  description: localTextSchema,
  /** Without one the tool's launch address is meant, wherever the tool is by then. */
  targetLinkUri: z.string().optional(),
  custom: z.record(z.string(), z.string()),
  /** Who may open it, where that is not the whole course. */
  assignedTo: z.array(personIdSchema).optional(),
  available: periodSchema.optional(),
  submission: periodSchema.optional(),
  /** Activities this one was copied from, the latest first. */
  copiedFrom: z.array(activityIdSchema).default([]),
});
export type Activity = z.infer<typeof activitySchema>;

export type Availability =
  | { readonly status: 'open' }
  | { readonly status: 'not-yet'; readonly opensAt: string }
  | { readonly status: 'closed'; readonly closedAt: string };

/** Whether learners may open an activity now. The end of submission closes nothing: late work is the tool's to judge. */
export function availabilityOf(activity: Pick<Activity, 'available'>, now: Date): Availability {
  const { startDateTime, endDateTime } = activity.available ?? {};
  if (startDateTime !== undefined && Date.parse(startDateTime) > now.getTime()) return { status: 'not-yet', opensAt: startDateTime };
  if (endDateTime !== undefined && Date.parse(endDateTime) <= now.getTime()) return { status: 'closed', closedAt: endDateTime };
  return { status: 'open' };
}
