import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import type { Notify } from '../../ports/emit.ts';
import type { LabId } from '../../domain/ids.ts';
import { takeAvailable } from './account-store.ts';
import { leased, queued } from './lab-state.ts';
import { countAhead, lockLab, placeOf, saveState } from './lab-store.ts';
import type { AgainDeps } from './run-again.ts';
import { serveWaiting } from './serve-waiting.ts';

export interface LeaseDeps extends AgainDeps {
  readonly notify: Notify;
}

/**
 * Gives a requested lab an account of the pool, once. When none is free the lab waits, and says so; whatever makes an account free serves it,
 * also one that AWS makes while the pool may grow. Who waits is served in order: a lab that comes later does not overtake.
 * @returns undefined when the lab waits, or no longer wants one
 */
export async function leaseAccount(deps: LeaseDeps, id: LabId): Promise<AwsAccountId | undefined> {
  const first = await tryLease(deps, id);
  if (first !== 'none free') return first;
  await wait(deps, id);
  // an account that became free before the wait was known waits for nobody
  const last = await tryLease(deps, id);
  if (last !== 'none free') return last;
  // what is free is for those who have waited longer
  await serveWaiting(deps);
  return undefined;
}

/** The lease and the lab's new state are one transaction; a lab that has its account keeps it. */
function tryLease({ sql, clock, notify }: LeaseDeps, id: LabId): Promise<AwsAccountId | 'none free' | undefined> {
  return sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    if (lab?.state.status === 'provisioning') return awsAccountIdSchema.parse(lab.state.accountId);
    if (lab?.state.status !== 'requested') return undefined;
    const accountId = await takeAvailable(tx, { labId: id, ahead: await countAhead(tx, lab) }, clock.now());
    if (accountId === undefined) return 'none free';
    const next = leased(lab.state, accountId, clock.now());
    if (next !== undefined) await saveState(tx, id, next);
    await notify(tx, placeOf(lab));
    return accountId;
  });
}

async function wait({ sql, notify }: LeaseDeps, id: LabId): Promise<void> {
  await sql.transaction(async (tx) => {
    const lab = await lockLab(tx, id);
    const next = lab === undefined ? undefined : queued(lab.state);
    if (lab === undefined || next === undefined) return;
    await saveState(tx, id, next);
    await notify(tx, placeOf(lab));
  });
}
