import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema } from '../money.ts';

/** A rated stretch of use with everything a manager can ask about it. */
const usageRow = z
  .object({
    id: z.string(),
    starts_at: z.date(),
    lab_id: z.string(),
    learner_id: z.string(),
    course_id: z.string(),
    unit_id: z.string().nullable(),
    product_code: z.string(),
    seconds: bigintColumn,
    amount: bigintColumn,
    currency: currencySchema,
    price_version_id: z.string(),
    invoiced: z.boolean(),
  })
  .transform((row) => ({
    id: row.id,
    at: row.starts_at,
    labId: row.lab_id,
    learnerId: row.learner_id,
    courseId: row.course_id,
    unitId: row.unit_id,
    product: row.product_code,
    seconds: row.seconds,
    amount: row.amount,
    currency: row.currency,
    priceVersionId: row.price_version_id,
    invoiced: row.invoiced,
  }));
export type UsageRow = z.infer<typeof usageRow>;

export interface UsageQuestion {
  readonly institutionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly courseId?: string | undefined;
  /** The last row of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

/** What was used stretch by stretch, as it was rated and drawn from credit, newest first, a page at a time. */
export async function usageRows({ sql }: Pick<BillingContext, 'sql'>, question: UsageQuestion): Promise<UsageRow[]> {
  const rows = await sql.query(
    `with page as (
       select r.id, u.starts_at, u.lab_id, u.learner_id, u.course_id, u.unit_id, u.product_code, r.seconds, r.amount, r.currency, r.price_version_id,
              exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id and a.released_at is null) as invoiced
       from billing.usage_standing r join billing.usage_raw u on u.id = r.raw_id
       where r.institution_id = $1 and u.starts_at >= $2 and u.starts_at < $3 and ($4::uuid is null or u.course_id = $4)
     )
     select * from page
     where $5::uuid is null or (starts_at, id) < (select starts_at, id from page where id = $5)
     order by starts_at desc, id desc limit $6`,
    [question.institutionId, question.from, question.to, question.courseId ?? null, question.after ?? null, question.limit ?? 100],
  );
  return z.array(usageRow).parse(rows);
}

/** What labs have cost so far, in minor units, by lab id. */
export async function costOfLabs({ sql }: Pick<BillingContext, 'sql'>, institutionId: string, labIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await sql.query<{ lab_id: string; amount: string }>(
    'select lab_id, sum(amount)::bigint as amount from billing.usage_standing where institution_id = $1 and lab_id = any($2::uuid[]) group by lab_id',
    [institutionId, labIds],
  );
  return new Map(rows.map((row) => [row.lab_id, BigInt(row.amount)]));
}
