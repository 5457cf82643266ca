import type { Clock, Ids } from '../../clock.ts';
import { eventIdSchema } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { placeOf, type Lab } from './lab-store.ts';
import type { ScheduleProvisioning } from './ports.ts';

export interface AgainDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: ScheduleProvisioning;
}

/** Queues a lab's provisioning once more: it goes on where it is. @param delay in milliseconds */
export async function provisionAgain({ sql, clock, ids, schedule }: AgainDeps, lab: Lab, delay: number): Promise<void> {
  const now = clock.now();
  const event = {
    id: eventIdSchema.parse(ids.next()),
    version: 1 as const,
    occurredAt: now.toISOString(),
    place: placeOf(lab),
    body: { type: 'lab.requested' as const, packId: lab.packId, packVersion: lab.packVersion },
  };
  await schedule(sql, 'provision-lab', event, new Date(now.getTime() + delay));
}
