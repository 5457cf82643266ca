import type { EventType } from './domain/events.ts';

/**
 * The story in one table: what happens next when something has happened.
 * A job is queued in the same transaction as the event, keyed by the event's id, so it runs at least once and its use
 * case, idempotent by that key, takes effect once. What is sent to an LMS needs no job: a grade's row is its own queue
 * (`features/grades/grade-sender.ts`).
 */
export const flow = {
  'lab.requested': ['provision-lab'],
  'lab.ready': ['judge-lab', 'meter-lab', 'score-activity'],
  'lab.failed': ['recycle-lab', 'meter-lab', 'score-activity'],
  'lab.ending': ['recycle-lab', 'score-activity'],
  'lab.ended': ['meter-lab'],
  'step.judged': ['score-activity'],
  'step.overridden': ['score-activity'],
  'activity.configured': ['score-activity'],
  'credit.ended': ['end-lab'],
} as const satisfies Partial<Record<EventType, readonly string[]>>;

/** The use cases that events lead to; the jobs role runs them. */
export type JobName = (typeof flow)[keyof typeof flow][number];

/** Which jobs follow an event of this type. */
export function followUps(type: EventType): readonly JobName[] {
  return type in flow ? flow[type as keyof typeof flow] : [];
}
