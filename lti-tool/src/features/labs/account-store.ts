import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { accountStateSchema, type AccountState } from './account-state.ts';

/**
 * Takes the account that has rested longest, if any is free; two labs never get the same one.
 * @param lab.ahead how many labs have waited longer: as many accounts are left to them
 */
export async function takeAvailable(tx: Sql, { labId, ahead }: { readonly labId: string; readonly ahead: number }, now: Date): Promise<AwsAccountId | undefined> {
  const state: AccountState = { status: 'leased', since: now, labId };
  const row = await maybeOne<{ account_id: string }>(
    tx,
    `update account set state = $1 where account_id = (
       select account_id from account
       where status = 'available' and (select count(*) from account where status = 'available') > $2
       order by state->>'since' limit 1 for update skip locked
     ) returning account_id`,
    [JSON.stringify(state), ahead],
  );
  return row === undefined ? undefined : awsAccountIdSchema.parse(row.account_id);
}

export async function findAccount(sql: Sql, accountId: string): Promise<AccountState | undefined> {
  const row = await maybeOne<{ state: unknown }>(sql, 'select state from account where account_id = $1', [accountId]);
  return row === undefined ? undefined : accountStateSchema.parse(row.state);
}

/**
 * Moves an account on under its lock.
 * @param next what follows the state it is in; undefined leaves it there
 * @returns whether it moved
 */
export function changeAccount(sql: Sql, accountId: string, next: (state: AccountState) => AccountState | undefined): Promise<boolean> {
  return sql.transaction(async (tx) => {
    const row = await maybeOne<{ state: unknown }>(tx, 'select state from account where account_id = $1 for update', [accountId]);
    const state = row === undefined ? undefined : next(accountStateSchema.parse(row.state));
    if (state === undefined) return false;
    await tx.query('update account set state = $2 where account_id = $1', [accountId, JSON.stringify(state)]);
    return true;
  });
}

/** Adds an account to the pool; one that is there stays as it is. */
export async function addAccount(sql: Sql, accountId: AwsAccountId, now: Date): Promise<void> {
  const state: AccountState = { status: 'available', since: now };
  await sql.query('insert into account (account_id, state) values ($1, $2) on conflict do nothing', [accountId, JSON.stringify(state)]);
}

export interface PooledAccount {
  readonly accountId: string;
  readonly state: AccountState;
}

/** The whole pool. */
export async function listAccounts(sql: Sql): Promise<PooledAccount[]> {
  const rows = await sql.query<{ account_id: string; state: unknown }>('select account_id, state from account order by account_id');
  return rows.map((row) => ({ accountId: row.account_id, state: accountStateSchema.parse(row.state) }));
}
