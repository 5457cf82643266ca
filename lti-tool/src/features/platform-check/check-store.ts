import { z } from 'zod';
import { institutionIdSchema, platformIdSchema, type InstitutionId, type PlatformId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { checkItemSchema, type CheckReport } from './report.ts';

const factsRow = z.object({
  id: platformIdSchema,
  institution_id: institutionIdSchema,
  issuer: z.string(),
  client_id: z.string(),
  jwks_url: z.string(),
  has_links: z.boolean(),
  line_items_url: z.string().nullable(),
  memberships_url: z.string().nullable(),
  notices: z.object({ ordered: z.array(z.string()), problem: z.string().nullable() }).nullable(),
});

/** What a check tries: the registration, and the addresses that the launches of one of its courses have named. */
export interface PlatformFacts {
  readonly id: PlatformId;
  readonly institutionId: InstitutionId;
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUrl: string;
  readonly hasLaunched: boolean;
  readonly lineItemsUrl: string | null;
  readonly membershipsUrl: string | null;
  /** What was ordered of the notices that it offers, and what kept the rest from it; null where it offers none. */
  readonly notices: { readonly ordered: readonly string[]; readonly problem: string | null } | null;
}

/**
 * Of the courses, the one that somebody came to last is tried: one of a former term may be gone in the LMS, which says nothing about the LMS.
 * @returns undefined when there is no such platform
 */
export async function platformFacts(sql: Sql, id: PlatformId): Promise<PlatformFacts | undefined> {
  const row = await maybeOne(
    sql,
    `with link as (
       select r.ags, r.nrps_url, (select max(e.first_seen_at) from enrolment e where e.course_id = c.id) as arrived_at
       from resource_link r join course c on c.id = r.course_id
       where c.platform_id = $1 and r.institution_id = c.institution_id
     )
     select p.id, p.institution_id, p.issuer, p.client_id, p.jwks_url, exists (select from link) as has_links,
            (select ags->>'lineitems' from link where ags ? 'lineitems' order by arrived_at desc nulls last limit 1) as line_items_url,
            (select nrps_url from link where nrps_url is not null order by arrived_at desc nulls last limit 1) as memberships_url,
            (select jsonb_build_object('ordered', n.ordered, 'problem', n.problem) from notice_order n where n.platform_id = p.id order by n.problem nulls last, n.deployment_id limit 1) as notices
     from platform p where p.id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const facts = factsRow.parse(row);
  return {
    id: facts.id, institutionId: facts.institution_id, issuer: facts.issuer, clientId: facts.client_id, jwksUrl: facts.jwks_url,
    hasLaunched: facts.has_links, lineItemsUrl: facts.line_items_url, membershipsUrl: facts.memberships_url, notices: facts.notices,
  };
}

/** Keeps the newest report of a platform. */
export async function keepReport(sql: Sql, platform: Pick<PlatformFacts, 'id' | 'institutionId'>, report: CheckReport): Promise<void> {
  await sql.query(
    `insert into platform_check (platform_id, institution_id, checked_at, items) values ($1, $2, $3, $4)
     on conflict (platform_id) do update set checked_at = excluded.checked_at, items = excluded.items where platform_check.checked_at <= excluded.checked_at`,
    [platform.id, platform.institutionId, report.at, JSON.stringify(report.items)],
  );
}

const dueRow = z.object({ id: platformIdSchema });

/** Platforms in use whose last check is older than this, the longest unchecked first. */
export async function platformsDue(sql: Sql, { checkedBefore, limit }: { readonly checkedBefore: Date; readonly limit: number }): Promise<PlatformId[]> {
  const rows = await sql.query(
    `select p.id from platform p left join platform_check c on c.platform_id = p.id
     where p.last_launch_at is not null and (c.checked_at is null or c.checked_at < $1)
     order by c.checked_at nulls first, p.id limit $2`,
    [checkedBefore, limit],
  );
  return z.array(dueRow).parse(rows).map(({ id }) => id);
}

const reportRow = z.object({ platform_id: platformIdSchema, checked_at: z.date(), items: z.array(checkItemSchema) });

/** The newest report of every platform that was ever checked. */
export async function reportsByPlatform(sql: Sql): Promise<ReadonlyMap<PlatformId, CheckReport>> {
  const rows = z.array(reportRow).parse(await sql.query('select platform_id, checked_at, items from platform_check'));
  return new Map(rows.map((row) => [row.platform_id, { at: row.checked_at, items: row.items }]));
}
