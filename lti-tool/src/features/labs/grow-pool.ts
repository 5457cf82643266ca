import type { Clock } from '../../ports/clock.ts';
import type { Sql } from '../../ports/sql.ts';
import { fulfilRequest, noteRequest } from './account-store.ts';
import type { LabAccounts } from './ports.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly accounts: Pick<LabAccounts, 'createAccount'>;
}

/**
 * Adds one account to the pool. A request that was killed on the way is taken up where it was.
 * @param request names the request; the same name never leads to two accounts
 * @returns false when the pool holds as many as it may
 */
export async function growPool(deps: Deps, request: string, maximum: number): Promise<boolean> {
  if (!(await noteRequest(deps.sql, request, { maximum, now: deps.clock.now() }))) return false;
  await makeAccount(deps, request);
  return true;
}

/** Makes the account of a request that was noted. */
export async function makeAccount({ sql, clock, accounts }: Deps, request: string): Promise<void> {
  const accountId = await accounts.createAccount(request);
  await fulfilRequest(sql, request, { accountId, now: clock.now() });
}
