import type { Place } from '../../domain/events.ts';

/** What brings a lab up and down must not overlap: it shares one queue. */
const lifecycle: ReadonlySet<string> = new Set(['provision-lab', 'recycle-lab', 'end-lab']);

/** Jobs of one kind for one lab run one after another: the queue is named by it. Null where a job may run beside any other. */
export function queueOf(job: string, { labId }: Pick<Place, 'labId'>): string | null {
  return labId === null ? null : `lab:${labId}:${lifecycle.has(job) ? 'lifecycle' : job}`;
}

/** Names a job that is to run later: asking again replaces it. What a lab needs is the lab's, a grade is the learner's. */
export function laterKeyOf(job: string, { labId, resourceLinkId, personId }: Place): string {
  return lifecycle.has(job) ? `${job}:${labId}:later` : `${job}:${resourceLinkId}:${personId}:later`;
}

/** A lower number goes first. */
const PROMPT = 0;
const LONG = 10;

/**
 * What waits for AWS to build or to remove takes its turn behind what must not wait: a class that starts, or ends, together must
 * not hold up cut-offs, metering and grades.
 */
export function priorityOf(job: string, when: 'now' | 'later'): number {
  return job === 'provision-lab' || (job === 'recycle-lab' && when === 'later') ? LONG : PROMPT;
}
