import { awsAccountIdSchema, type AwsAccountId } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import type { Sql } from '../../sql.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

/** Where an account of the pool stands between two learners. */
export const accountStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('available'), since: instant }),
  z.object({ status: z.literal('leased'), since: instant, labId: z.string() }),
  z.object({ status: z.literal('frozen'), since: instant, labId: z.string() }),
  z.object({ status: z.literal('cleaning'), since: instant, labId: z.string() }),
  z.object({ status: z.literal('quarantine'), since: instant, reason: z.string() }),
]);
export type AccountState = z.infer<typeof accountStateSchema>;

/** Takes the account that has rested longest, if any is free; two labs never get the same one. */
export async function takeAvailable(tx: Sql, labId: string, now: Date): Promise<AwsAccountId | undefined> {
  const state: AccountState = { status: 'leased', since: now, labId };
  const rows = await tx.query<{ account_id: string }>(
    `update account set state = $1 where account_id = (
       select account_id from account where status = 'available' order by state->>'since' limit 1 for update skip locked
     ) returning account_id`,
    [JSON.stringify(state)],
  );
  const [row] = rows;
  return row === undefined ? undefined : awsAccountIdSchema.parse(row.account_id);
}

export async function saveAccountState(sql: Sql, accountId: string, state: AccountState): Promise<void> {
  await sql.query('update account set state = $2 where account_id = $1', [accountId, JSON.stringify(state)]);
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
