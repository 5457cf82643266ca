import { z } from 'zod';
import type { Sql } from '../../ports/sql.ts';

const keyRow = z.object({
  kid: z.string(),
  public_jwk: z.record(z.string(), z.unknown()),
  sealed_private_key: z.string(),
  created_at: z.date(),
  retired_at: z.date().nullable(),
});
export type ToolKeyRow = z.infer<typeof keyRow>;

/** Keys in use, and those retired after an instant, which platforms may still need. Newest first. */
export async function publishedKeys(sql: Sql, retiredAfter: Date): Promise<ToolKeyRow[]> {
  return z.array(keyRow).parse(await sql.query(
    `select kid, public_jwk, sealed_private_key, created_at, retired_at from tool_key
     where retired_at is null or retired_at > $1 order by created_at desc, kid`,
    [retiredAfter],
  ));
}

/** Any number will do, as long as every process uses the same: the first key is made once. */
const FIRST_KEY_LOCK = 7_204_114;

export async function lockKeys(tx: Sql): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
}

export async function insertKey(sql: Sql, key: Omit<ToolKeyRow, 'retired_at'>): Promise<void> {
  await sql.query('insert into tool_key (kid, public_jwk, sealed_private_key, created_at) values ($1, $2, $3, $4)', [key.kid, JSON.stringify(key.public_jwk), key.sealed_private_key, key.created_at]);
}

/** Retires every key but one. */
export async function retireOthers(sql: Sql, keep: string, now: Date): Promise<void> {
  await sql.query('update tool_key set retired_at = $2 where kid <> $1 and retired_at is null', [keep, now]);
}
