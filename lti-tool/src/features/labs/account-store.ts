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

const POOL_LOCK = 'account-pool';

/**
 * Notes that an account shall be made, before AWS is asked: whoever is killed in between leaves the note, and the next run finds the
 * account by it instead of making another.
 * @returns false when the pool may not grow any more
 */
export function noteRequest(sql: Sql, request: string, { maximum, now }: { readonly maximum: number; readonly now: Date }): Promise<boolean> {
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [POOL_LOCK]);
    const rows = await tx.query(
      `insert into account_request (id, asked_at)
       select $1, $2 where (select count(*) from account) + (select count(*) from account_request where id <> $1) < $3
       on conflict (id) do update set asked_at = excluded.asked_at returning 1`,
      [request, now, maximum],
    );
    return rows.length > 0;
  });
}

/** Requests that have not led to an account yet, oldest first. */
export async function openRequests(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>('select id from account_request order by asked_at');
  return rows.map((row) => row.id);
}

/** The account of a request joins the pool, and the request is over. */
export function fulfilRequest(sql: Sql, request: string, { accountId, now }: { readonly accountId: AwsAccountId; readonly now: Date }): Promise<void> {
  return sql.transaction(async (tx) => {
    await addAccount(tx, accountId, now);
    await tx.query('delete from account_request where id = $1', [request]);
  });
}
