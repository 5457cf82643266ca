import { z } from 'zod';
import { platformIdSchema, type CourseId, type InstitutionId, type PlatformId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { freeDelivery, type Delivery } from './delivery.ts';
import type { GradeProblem } from './grade-errors.ts';
import { gradeProblemSchema } from './grade-state.ts';

const dueRow = z.object({ id: platformIdSchema, failures: z.number() });

/** Platforms that have grades due and are not held back. */
export async function platformsWithGradesDue(sql: Sql, now: Date): Promise<{ readonly platformId: PlatformId; readonly failures: number }[]> {
  const rows = await sql.query(
    `select p.id, coalesce(d.failures, 0) as failures
     from platform p left join grade_delivery d on d.platform_id = p.id
     where (d.held_until is null or d.held_until <= $1)
       and exists (select from grade g where g.platform_id = p.id and g.due_at <= $1 and (g.claimed_until is null or g.claimed_until <= $1))`,
    [now],
  );
  return z.array(dueRow).parse(rows).map(({ id, failures }) => ({ platformId: id, failures }));
}

const deliveryRow = z.object({ failures: z.number(), held_until: z.date().nullable(), problem: gradeProblemSchema.nullable(), since: z.date().nullable() });

/** Reads how a platform takes grades, and keeps others from changing it until the transaction ends. */
export async function lockDelivery(tx: Sql, platformId: PlatformId): Promise<Delivery> {
  await tx.query('insert into grade_delivery (platform_id) values ($1) on conflict do nothing', [platformId]);
  const row = await maybeOne(tx, 'select failures, held_until, problem, since from grade_delivery where platform_id = $1 for update', [platformId]);
  if (row === undefined) return freeDelivery;
  const { held_until: heldUntil, ...delivery } = deliveryRow.parse(row);
  return { ...delivery, heldUntil };
}

export async function saveDelivery(tx: Sql, platformId: PlatformId, { failures, heldUntil, problem, since }: Delivery): Promise<void> {
  await tx.query('update grade_delivery set failures = $2, held_until = $3, problem = $4, since = $5 where platform_id = $1', [platformId, failures, heldUntil, problem, since]);
}

/** The platform takes grades again: what waited for it by itself goes out now, not hours later. */
export async function releaseGrades(tx: Sql, platformId: PlatformId, now: Date): Promise<void> {
  await tx.query(
    `update grade set due_at = $2 where platform_id = $1 and due_at > $2 and status = 'retrying'
       and state->>'problem' in ('GRADE_UNREACHABLE', 'GRADE_THROTTLED', 'GRADE_UNAUTHORIZED', 'GRADE_FORBIDDEN')`,
    [platformId, now],
  );
}

/** What keeps a course's platform from taking grades just now. */
export async function troubleOfCourse(sql: Sql, { institutionId, courseId }: { readonly institutionId: InstitutionId; readonly courseId: CourseId }): Promise<GradeProblem | null> {
  const row = await maybeOne<{ problem: string | null }>(
    sql,
    'select d.problem from course c join grade_delivery d on d.platform_id = c.platform_id where c.institution_id = $1 and c.id = $2 and d.held_until is not null',
    [institutionId, courseId],
  );
  return gradeProblemSchema.nullable().parse(row?.problem ?? null);
}

const troubleRow = deliveryRow.omit({ problem: true }).extend({ platform_id: platformIdSchema, problem: gradeProblemSchema, waiting: z.coerce.number() });
export type DeliveryTrouble = z.infer<typeof troubleRow>;

/** Platforms that do not take grades just now, with how many grades wait for each. */
export async function deliveryTroubles(sql: Sql): Promise<DeliveryTrouble[]> {
  const rows = await sql.query(
    `select d.platform_id, d.failures, d.held_until, d.problem, d.since, (select count(*) from grade g where g.platform_id = d.platform_id and g.due_at is not null) as waiting
     from grade_delivery d where d.failures > 0 and d.problem is not null`,
  );
  return z.array(troubleRow).parse(rows);
}
