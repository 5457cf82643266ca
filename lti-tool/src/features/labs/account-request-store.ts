import type { AwsAccountId } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { one, type Sql } from '../../ports/sql.ts';
import { addAccount } from './account-store.ts';
import { accountRequestStateSchema, type AccountRequestState, type PoolNeed } from './account-request.ts';

const POOL_LOCK = 'account-pool';

/** The pool's figures, held still until the transaction ends: two processes that look at once do not ask for the same accounts. */
export async function lockNeed(tx: Sql, { ready, maximum }: { readonly ready: number; readonly maximum: number }): Promise<PoolNeed> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [POOL_LOCK]);
  const row = await one<{ available: number; size: number; coming: number; waiting: number }>(
    tx,
    `select (select count(*) from account where status = 'available')::int as available, (select count(*) from account)::int as size,
            (select count(*) from account_request)::int as coming, (select count(*) from lab where status = 'requested')::int as waiting`,
  );
  return { available: row.available, size: row.size, coming: row.coming, wanted: ready + row.waiting, maximum };
}

/** Notes that accounts shall be made; each is asked for under its id. */
export async function noteRequests(tx: Sql, ids: readonly string[], now: Date): Promise<void> {
  await tx.query(`insert into account_request (id, asked_at, state, look_at) select id, $2, '{"status":"noted"}', $2 from unnest($1::uuid[]) as id`, [ids, now]);
}

/** Forgets requests that are not needed any more, the newest first. Only those that AWS makes nothing for: what is under way joins the pool. */
export async function forgetRequests(tx: Sql, count: number): Promise<void> {
  await tx.query(
    `delete from account_request where id in (
       select id from account_request where state->>'status' = 'noted' order by asked_at desc, id desc limit $1 for update skip locked)`,
    [count],
  );
}

const requestRow = z.object({ id: z.string(), state: accountRequestStateSchema, failures: z.number() });
export type AccountRequest = z.infer<typeof requestRow>;

/**
 * AWS makes so many accounts of an organization side by side and refuses a further one.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const MADE_AT_ONCE = 5;
/** Longer than a turn takes; after a kill another process goes on then. */
const CLAIMED_MILLISECONDS = 2 * 60_000;

/**
 * Takes requests that should be looked at: the oldest that AWS may make at once, and those it has made. Nobody else takes them meanwhile.
 * @param except those that are being looked at just now
 */
export async function claimRequests(sql: Sql, now: Date, { except, limit }: { readonly except: readonly string[]; readonly limit: number }): Promise<AccountRequest[]> {
  const rows = await sql.query(
    `update account_request set look_at = $2 where id in (
       select id from account_request r
       where look_at <= $1 and id <> all($3::uuid[])
         and (state->>'status' = 'made' or id in (select id from account_request where state->>'status' <> 'made' order by asked_at, id limit $5))
       order by asked_at, id limit $4 for update skip locked)
     returning id, state, failures`,
    [now, new Date(now.getTime() + CLAIMED_MILLISECONDS), except, limit, MADE_AT_ONCE],
  );
  return z.array(requestRow).parse(rows);
}

/** Keeps how far a request is. @returns false when it was forgotten meanwhile */
export async function keepRequest(sql: Sql, id: string, state: AccountRequestState): Promise<boolean> {
  return (await sql.query('update account_request set state = $2 where id = $1 returning 1', [id, JSON.stringify(state)])).length > 0;
}

/** A request goes on at an instant; nothing is wrong with it. */
export async function lookLater(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.query('update account_request set look_at = $2, failures = 0, problem = null, reason = null, failing_since = null where id = $1', [id, at]);
}

/** Why a request did not get on. */
export interface RequestFailure {
  /** A code of the catalogue. */
  readonly problem: string;
  /** What AWS said. */
  readonly reason: string;
  readonly now: Date;
  readonly tryAt: Date;
}

export async function noteFailure(sql: Sql, id: string, { problem, reason, now, tryAt }: RequestFailure): Promise<void> {
  await sql.query(
    'update account_request set look_at = $2, failures = failures + 1, problem = $3, reason = $4, failing_since = coalesce(failing_since, $5) where id = $1',
    [id, tryAt, problem, reason, now],
  );
}

/** The account of a request joins the pool, and the request is over. */
export function fulfilRequest(sql: Sql, id: string, { accountId, now }: { readonly accountId: AwsAccountId; readonly now: Date }): Promise<void> {
  return sql.transaction(async (tx) => {
    await addAccount(tx, accountId, now);
    await tx.query('delete from account_request where id = $1', [id]);
  });
}

const countRow = z.object({ requests: z.number() });
const failureRow = z
  .object({ problem: z.string(), reason: z.string(), requests: z.number(), since: z.date(), try_at: z.date() })
  .transform((row) => ({ problem: row.problem, reason: row.reason, count: row.requests, since: row.since, tryAt: row.try_at }));

/** Accounts that are coming, and why some of them do not. */
export interface AccountsComing {
  readonly count: number;
  readonly failures: readonly z.infer<typeof failureRow>[];
}

export async function accountsComing(sql: Sql): Promise<AccountsComing> {
  const { requests } = countRow.parse(await one(sql, 'select count(*)::int as requests from account_request'));
  const failures = await sql.query(
    `select problem, reason, count(*)::int as requests, min(failing_since) as since, min(look_at) as try_at
     from account_request where problem is not null group by problem, reason order by min(failing_since)`,
  );
  return { count: requests, failures: z.array(failureRow).parse(failures) };
}
