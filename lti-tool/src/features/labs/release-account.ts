import { awsAccountIdSchema, type CoursePack } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import type { Sql } from '../../ports/sql.ts';
import { released } from './account-state.ts';
import { changeAccount, findAccount } from './account-store.ts';
import { labErrors } from './lab-errors.ts';
import { lastLabIn, type Lab } from './lab-store.ts';
import type { LabAccounts } from './ports.ts';

const fail = errorsOf(labErrors);

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly accounts: Pick<LabAccounts, 'inventory' | 'operationsAccess' | 'unfreeze'>;
  readonly packOf: (lab: Lab) => Promise<CoursePack>;
}

/**
 * Puts an account back into the pool after a person has looked at it; that it is clean must be seen once more.
 * @throws ACCOUNT_UNKNOWN, ACCOUNT_NOT_IN_QUARANTINE, ACCOUNT_NOT_CLEAN
 */
export async function releaseFromQuarantine({ sql, clock, accounts, packOf }: Deps, account: string): Promise<void> {
  const [state, lab] = [await findAccount(sql, account), await lastLabIn(sql, account)];
  if (state === undefined || lab === undefined) throw fail('ACCOUNT_UNKNOWN', { detail: account });
  if (state.status !== 'quarantine') throw fail('ACCOUNT_NOT_IN_QUARANTINE', { detail: account });
  const accountId = awsAccountIdSchema.parse(account);
  const { regions } = (await packOf(lab)).manifest;
  const left = await accounts.inventory(accounts.operationsAccess(accountId, lab.region), regions);
  if (left.length > 0) throw fail('ACCOUNT_NOT_CLEAN', { detail: left.join(', ') });
  await accounts.unfreeze(accountId);
  if (!(await changeAccount(sql, accountId, (current) => released(current, clock.now())))) throw fail('ACCOUNT_NOT_IN_QUARANTINE', { detail: account });
}
