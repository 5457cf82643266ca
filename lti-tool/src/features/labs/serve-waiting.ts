import type { Clock, Ids } from '../../clock.ts';
import { eventIdSchema } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { placeOf, waitingLabs } from './lab-store.ts';
import type { ProvisionAgain } from './ports.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: ProvisionAgain;
}

/** Queues the provisioning of as many waiting labs as there are free accounts, the longest waiting first. */
export async function serveWaiting({ sql, clock, ids, schedule }: Deps): Promise<void> {
  for (const lab of await waitingLabs(sql)) {
    const now = clock.now();
    const event = { id: eventIdSchema.parse(ids.next()), version: 1 as const, occurredAt: now.toISOString(), place: placeOf(lab), body: { type: 'lab.requested' as const, packId: lab.packId, packVersion: lab.packVersion } };
    await schedule(sql, 'provision-lab', event, now);
  }
}
