import { awsAccountIdSchema, type AwsAccountId, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import type { LabId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import type { StrayCode } from './activity-errors.ts';
import { insertStrays, pooled, tenuresOf, type Stray, type Via } from './activity-store.ts';
import { readArrival } from './arrival.ts';
import { assign, isStray } from './assign.ts';

/** Keeps new records of one lab and judges it, in one transaction; the composition supplies it. */
export type TakeRecords = (labId: LabId, records: readonly CloudTrailRecord[], via: Via) => Promise<void>;

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly takeRecords: TakeRecords;
  readonly accounts: { operationsRoleArn(accountId: AwsAccountId): string };
}

/**
 * Takes a batch from the stream: finds the lab of each record and hands it over, batch by lab. What belongs to no lab, or cannot be
 * kept, is set aside with the reason, so that one record never stops the others. Taking a batch again changes nothing.
 * @param values EventBridge events or bare records, unparsed
 */
export async function receiveRecords(deps: Deps, values: readonly unknown[], via: Via): Promise<void> {
  const arrivals = values.map(readArrival);
  const invalid = arrivals.flatMap((arrival): Stray[] => (arrival.ok ? [] : [{ eventId: arrival.eventId, accountId: 'unknown', code: 'RECORD_INVALID', record: arrival.value }]));
  const { ofLabs, strays } = await sort(deps, arrivals.flatMap((arrival) => (arrival.ok ? [arrival.record] : [])));
  await insertStrays(deps.sql, [...invalid, ...strays], deps.clock.now());
  await handOverAll(deps, ofLabs, via);
}

/** Each of them holds a connection of the pool. */
const LABS_AT_ONCE = 4;

/**
 * Labs know nothing of each other, so some are judged side by side: one alone would wait for the disk most of the time.
 * @throws the first failure, after those that had begun have ended: the batch comes again, and must not meet itself
 */
async function handOverAll(deps: Deps, ofLabs: Sorted['ofLabs'], via: Via): Promise<void> {
  // one iterator for all: each takes the next lab when it has finished one
  const waiting = ofLabs.entries();
  const work = async (): Promise<void> => {
    for (const [labId, records] of waiting) await handOver(deps, labId, { records, via });
  };
  const ended = await Promise.allSettled(Array.from({ length: LABS_AT_ONCE }, work));
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
}

interface Sorted {
  readonly ofLabs: ReadonlyMap<LabId, CloudTrailRecord[]>;
  readonly strays: readonly Stray[];
}

/** Two statements, however many records there are. */
async function sort({ sql, accounts }: Deps, records: readonly CloudTrailRecord[]): Promise<Sorted> {
  const ofLabs = new Map<LabId, CloudTrailRecord[]>();
  const strays: Stray[] = [];
  if (records.length === 0) return { ofLabs, strays };
  const accountIds = [...new Set(records.map((record) => record.recipientAccountId))];
  const [pool, tenures] = [await pooled(sql, accountIds), await tenuresOf(sql, accountIds, spanOf(records))];
  for (const record of records) {
    const assigned = assign(record, tenures, pool);
    if (isStray(assigned)) {
      if (assigned !== 'RECORD_NO_LAB' || !isOwnWork(accounts, record)) strays.push(strayOf(record, assigned));
      continue;
    }
    const ofLab = ofLabs.get(assigned);
    if (ofLab === undefined) ofLabs.set(assigned, [record]);
    else ofLab.push(record);
  }
  return { ofLabs, strays };
}

/** Cleaning an account between two learners is no news; whatever else happens in it then is. */
function isOwnWork(accounts: Deps['accounts'], { recipientAccountId, userIdentity }: CloudTrailRecord): boolean {
  const account = awsAccountIdSchema.safeParse(recipientAccountId);
  return account.success && userIdentity.sessionContext?.sessionIssuer?.arn === accounts.operationsRoleArn(account.data);
}

function strayOf(record: CloudTrailRecord, code: StrayCode): Stray {
  return { eventId: record.eventID, accountId: record.recipientAccountId, code, record };
}

function spanOf(records: readonly CloudTrailRecord[]): { from: Date; to: Date } {
  const times = records.map((record) => Date.parse(record.eventTime));
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
}

/** A record that can never be taken is found by trying each alone; a failure that may pass is the caller's to try again. */
async function handOver(deps: Deps, labId: LabId, { records, via }: { readonly records: readonly CloudTrailRecord[]; readonly via: Via }): Promise<void> {
  try {
    await deps.takeRecords(labId, records, via);
  } catch (error) {
    const [only, ...others] = records;
    if (!isThereForGood(error) || only === undefined) throw error;
    if (others.length === 0) return insertStrays(deps.sql, [{ ...strayOf(only, 'RECORD_REFUSED'), cause: `${error.name}: ${error.message}` }], deps.clock.now());
    for (const record of records) await handOver(deps, labId, { records: [record], via });
  }
}

/** Data that PostgreSQL cannot hold (SQLSTATE class 22, and 54 for its limits), or that a validator stumbles over, stays so; anything else may pass. */
function isThereForGood(error: unknown): error is Error {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(22|54)\w{3}$/.test(error.code);
}
