import { listAccounts, openRequests } from './account-store.ts';
import { growPool, makeAccount } from './grow-pool.ts';
import { countWaiting } from './lab-store.ts';
import type { LabAccounts } from './ports.ts';
import type { AgainDeps } from './run-again.ts';
import { serveWaiting } from './serve-waiting.ts';

interface Deps extends AgainDeps {
  readonly accounts: LabAccounts;
}

/** How many accounts to make now: enough for the next learners, never more than the pool may hold. */
export function accountsToMake(pool: { readonly available: number; readonly size: number }, wanted: number, maximum: number): number {
  return Math.max(0, Math.min(wanted - pool.available, maximum - pool.size));
}

/**
 * Keeps accounts ready, so that a learner need not wait for AWS to make one; finishes what a killed process began, and lets waiting
 * labs have what is free.
 */
export async function fillPool(deps: Deps, wanted: number, maximum: number): Promise<void> {
  try {
    for (const request of await openRequests(deps.sql)) await makeAccount(deps, request);
    await grow(deps, wanted, maximum);
  } finally {
    // what is free is given away also when AWS makes no more
    await serveWaiting(deps);
  }
}

async function grow(deps: Deps, wanted: number, maximum: number): Promise<void> {
  const pool = await listAccounts(deps.sql);
  const available = pool.filter((account) => account.state.status === 'available').length;
  const missing = accountsToMake({ available, size: pool.length }, wanted + (await countWaiting(deps.sql)), maximum);
  for (let made = 0; made < missing; made += 1) {
    if (!(await growPool(deps, deps.ids.next(), maximum))) return;
  }
}
