import { z } from 'zod';
import { institutionIdSchema, platformIdSchema, type InstitutionId, type PlatformId } from '../../../domain/ids.ts';
import { maybeOne, type Sql } from '../../../ports/sql.ts';
import type { Notice, NoticeEvent } from './notice.ts';

export interface NoticePlace {
  readonly institutionId: InstitutionId;
  readonly platformId: PlatformId;
  readonly deploymentId: string;
}

/** Notes that a notice came. @returns false when it had come before */
export async function keepNotice(tx: Sql, { platformId, institutionId }: NoticePlace, { id, type }: Notice, now: Date): Promise<boolean> {
  const row = await maybeOne(
    tx,
    'insert into platform_notice (platform_id, notice_id, institution_id, type, received_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning notice_id',
    [platformId, id, institutionId, type, now],
  );
  return row !== undefined;
}

/**
 * Remembers which courses a course was copied from, so that its links find their labs, and leaves it with the same unit: who
 * paid for the origin pays for the copy until somebody says otherwise.
 */
export async function keepContextCopy(tx: Sql, place: NoticePlace, copy: Extract<NoticeEvent, { kind: 'context-copied' }> & { readonly newCourseId: string }, now: Date): Promise<void> {
  await tx.query(
    `with origin as (
       select id, unit_id from course where institution_id = $2 and platform_id = $3 and deployment_id = $4 and lti_context_id = any ($7::text[])
     ), copy as (
       insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title, unit_id)
       values ($1, $2, $3, $4, $5, $6, (select max(unit_id::text)::uuid from origin having count(distinct unit_id) = 1))
       on conflict (platform_id, deployment_id, lti_context_id) do update set unit_id = coalesce(course.unit_id, excluded.unit_id)
       returning id
     )
     insert into course_origin (course_id, origin_course_id, institution_id, noticed_at)
     select copy.id, origin.id, $2, $8 from copy cross join origin where copy.id <> origin.id
     on conflict do nothing`,
    [copy.newCourseId, place.institutionId, place.platformId, place.deploymentId, copy.course.id, copy.course.title, copy.origins, now],
  );
}

const orderRow = z.object({
  platform_id: platformIdSchema,
  deployment_id: z.string(),
  institution_id: institutionIdSchema,
  service_url: z.string(),
  wanted: z.array(z.string()),
});
export type NoticeOrder = z.infer<typeof orderRow>;

/** Orders that are due: types that a platform offers, we want, and have not ordered at this address. */
export async function dueOrders(sql: Sql, { types, handlerUrl, now }: { readonly types: readonly string[]; readonly handlerUrl: string; readonly now: Date }): Promise<NoticeOrder[]> {
  const rows = await sql.query(
    `select * from (
       select platform_id, deployment_id, institution_id, service_url,
              array(select type from unnest($1::text[]) type where type = any (supported) and not (handler_url is not distinct from $2 and type = any (ordered))) as wanted
       from notice_order where next_attempt_at <= $3
     ) due where cardinality(wanted) > 0`,
    [types, handlerUrl, now],
  );
  return z.array(orderRow).parse(rows);
}

/** Notes what became of an order, unless the platform has meanwhile named another service. */
export async function keepOrder(sql: Sql, order: NoticeOrder, outcome: { readonly ordered: readonly string[]; readonly handlerUrl: string; readonly problem: string | null; readonly nextAttemptAt: Date }): Promise<void> {
  await sql.query(
    `update notice_order set ordered = case when handler_url is not distinct from $4 then ordered else '{}' end || $5::text[], handler_url = $4, problem = $6, next_attempt_at = $7
     where platform_id = $1 and deployment_id = $2 and service_url = $3`,
    [order.platform_id, order.deployment_id, order.service_url, outcome.handlerUrl, outcome.ordered, outcome.problem, outcome.nextAttemptAt],
  );
}
