import type { Clock, Ids } from '../../clock.ts';
import type { Sql } from '../../sql.ts';
import { addAccount, listAccounts } from './account-store.ts';
import type { LabAccounts } from './ports.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly accounts: LabAccounts;
}

/** How many accounts to make now: enough for the next learners, never more than the pool may hold. */
export function accountsToMake(pool: { readonly available: number; readonly size: number }, wanted: number, maximum: number): number {
  return Math.max(0, Math.min(wanted - pool.available, maximum - pool.size));
}

/** Keeps accounts ready, so that a learner need not wait for AWS to make one. One process at a time does it. */
export async function fillPool(deps: Deps, wanted: number, maximum: number): Promise<void> {
  const pool = await listAccounts(deps.sql);
  const missing = accountsToMake({ available: pool.filter((account) => account.state.status === 'available').length, size: pool.length }, wanted, maximum);
  for (let made = 0; made < missing; made += 1) await addAccount(deps.sql, await deps.accounts.createAccount(deps.ids.next()), deps.clock.now());
}
