import type { Clock, Ids } from '../../ports/clock.ts';
import type { EventBody } from '../../domain/events.ts';
import { eventIdSchema } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { placeOf, type Lab } from './lab-store.ts';
import type { ScheduleLifecycle } from './ports.ts';

export interface AgainDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: ScheduleLifecycle;
}

/** Queues a lab's provisioning once more: it goes on where it is. @param delay in milliseconds */
export function provisionAgain(deps: AgainDeps, lab: Lab, delay: number): Promise<void> {
  return again(deps, 'provision-lab', { lab, delay, body: { type: 'lab.requested', packId: lab.packId, packVersion: lab.packVersion } });
}

/** Queues a lab's recycling once more: it goes on where it is. @param delay in milliseconds */
export function recycleAgain(deps: AgainDeps, lab: Lab, delay: number): Promise<void> {
  return again(deps, 'recycle-lab', { lab, delay, body: { type: 'lab.ending', reason: 'reason' in lab.state ? lab.state.reason : 'operator' } });
}

interface Run {
  readonly lab: Lab;
  readonly delay: number;
  /** What led to the first run: a job's payload is an event. */
  readonly body: EventBody;
}

async function again({ sql, clock, ids, schedule }: AgainDeps, job: 'provision-lab' | 'recycle-lab', { lab, delay, body }: Run): Promise<void> {
  const now = clock.now();
  const event = { id: eventIdSchema.parse(ids.next()), version: 1 as const, occurredAt: now.toISOString(), place: placeOf(lab), body };
  await schedule(sql, job, event, new Date(now.getTime() + delay));
}
