import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import type { LabId } from '../../domain/ids.ts';
import type { StrayCode } from './activity-errors.ts';
import type { Tenure } from './activity-store.ts';

/** CloudTrail's times are whole seconds: what happens within the second of a lease's begin is the lease's. */
const SECOND = 1_000;

/** Whose record it is: the lab that held the account when it was recorded. */
export function assign(record: CloudTrailRecord, tenures: readonly Tenure[], pool: ReadonlySet<string>): LabId | StrayCode {
  if (!pool.has(record.recipientAccountId)) return 'RECORD_ACCOUNT_UNKNOWN';
  const at = new Date(record.eventTime).getTime();
  const holder = tenures
    .filter((tenure) => tenure.accountId === record.recipientAccountId && tenure.from.getTime() - SECOND < at && (tenure.to === null || at <= tenure.to.getTime()))
    .reduce<Tenure | undefined>((latest, tenure) => (latest === undefined || tenure.from > latest.from ? tenure : latest), undefined);
  return holder?.labId ?? 'RECORD_NO_LAB';
}

/** Tells a lab id from the code that says why there is none. */
export function isStray(assigned: LabId | StrayCode): assigned is StrayCode {
  return assigned.startsWith('RECORD_');
}
