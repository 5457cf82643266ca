import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import type { Clock } from '../../clock.ts';
import type { LabId } from '../../ids.ts';
import type { Sql } from '../../sql.ts';
import { insertStray, pooled, tenuresOf, type Via } from './activity-store.ts';
import { assign, isStray, readArrival } from './assign.ts';

/** Keeps new records of one lab and judges it, in one transaction; the composition supplies it. */
export type TakeRecords = (labId: LabId, records: readonly CloudTrailRecord[], via: Via) => Promise<void>;

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly takeRecords: TakeRecords;
}

/**
 * Takes a batch from the stream: finds the lab of each record and hands it over, batch by lab. What belongs to no lab is kept with the
 * reason. Taking a batch again changes nothing.
 * @param values EventBridge events or bare records, unparsed
 */
export async function receiveRecords(deps: Deps, values: readonly unknown[], via: Via): Promise<void> {
  const arrivals = values.map(readArrival);
  for (const arrival of arrivals) {
    if (!arrival.ok) await insertStray(deps.sql, { eventId: arrival.eventId, accountId: 'unknown', code: 'RECORD_INVALID', record: arrival.value, at: deps.clock.now() });
  }
  const records = arrivals.flatMap((arrival) => (arrival.ok ? [arrival.record] : []));
  for (const [labId, ofLab] of await byLab(deps, records)) await deps.takeRecords(labId, ofLab, via);
}

async function byLab({ sql, clock }: Deps, records: readonly CloudTrailRecord[]): Promise<ReadonlyMap<LabId, CloudTrailRecord[]>> {
  const accountIds = [...new Set(records.map((record) => record.recipientAccountId))];
  const groups = new Map<LabId, CloudTrailRecord[]>();
  if (accountIds.length === 0) return groups;
  const [pool, tenures] = [await pooled(sql, accountIds), await tenuresOf(sql, accountIds)];
  for (const record of records) {
    const assigned = assign(record, tenures, pool);
    if (isStray(assigned)) {
      await insertStray(sql, { eventId: record.eventID, accountId: record.recipientAccountId, code: assigned, record, at: clock.now() });
      continue;
    }
    const group = groups.get(assigned);
    if (group === undefined) groups.set(assigned, [record]);
    else group.push(record);
  }
  return groups;
}
