import type { ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';

/** Longer than a search through a large gradebook takes; a killed process's turn runs out. */
const TURN_MILLISECONDS = 60_000;

/**
 * Takes the turn to look for an activity's line item, and to make one: of two at once each would make one.
 * @param claim a new id that stands for the turn
 * @returns whether it is ours
 */
export async function takeSearchTurn(sql: Sql, resourceLinkId: ResourceLinkId, claim: string, now: Date): Promise<boolean> {
  const row = await maybeOne(
    sql,
    `insert into line_item_search (resource_link_id, claim, claimed_until) values ($1, $2, $3)
     on conflict (resource_link_id) do update set claim = excluded.claim, claimed_until = excluded.claimed_until where line_item_search.claimed_until <= $4
     returning claim`,
    [resourceLinkId, claim, new Date(now.getTime() + TURN_MILLISECONDS), now],
  );
  return row !== undefined;
}

export async function endSearchTurn(sql: Sql, resourceLinkId: ResourceLinkId, claim: string): Promise<void> {
  await sql.query('delete from line_item_search where resource_link_id = $1 and claim = $2', [resourceLinkId, claim]);
}

/** The line item that is known by now. */
export async function knownLineItem(sql: Sql, resourceLinkId: ResourceLinkId): Promise<string | undefined> {
  const row = await maybeOne<{ lineitem: string | null }>(sql, `select nullif(ags->>'lineitem', '') as lineitem from resource_link where id = $1`, [resourceLinkId]);
  return row?.lineitem ?? undefined;
}

/** Keeps the line item an activity's grades go to. */
export async function rememberLineItem(sql: Sql, id: ResourceLinkId, lineItemUrl: string): Promise<void> {
  await sql.query(`update resource_link set ags = jsonb_set(ags, '{lineitem}', to_jsonb($2::text)) where id = $1`, [id, lineItemUrl]);
}

/** Forgets a line item that is gone, unless a new one is known already. */
export async function forgetLineItem(sql: Sql, id: ResourceLinkId, lineItemUrl: string): Promise<void> {
  await sql.query(`update resource_link set ags = ags - 'lineitem' where id = $1 and ags->>'lineitem' = $2`, [id, lineItemUrl]);
}
