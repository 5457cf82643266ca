import { z } from 'zod';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';
import type { OpenUse } from './lines.ts';

/** Use of the institution `$1` since `$2` that is on no invoice. */
export const OPEN = `
     from billing.usage_standing r
     join billing.usage_raw u on u.id = r.raw_id
     join billing.contract c on c.id = r.contract_id
     join billing.price_version p on p.id = r.price_version_id
     where r.institution_id = $1 and u.starts_at >= $2
       and not exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id and a.released_at is null)`;

/** What makes a line. */
export const BILLED_TOGETHER = 'u.course_id, u.unit_id, u.product_code, r.currency, r.contract_id, c.discount_basis_points, r.price_version_id, p.amount, p.per_seconds';

/** The month (UTC) that a use is drafted with. */
export const MONTH = `date_trunc('month', u.starts_at, 'UTC')`;

const useRow = z
  .object({
    course_id: z.string(), unit_id: z.string().nullable(), product_code: z.string(), seconds: bigintColumn, rated: bigintColumn, currency: currencySchema,
    contract_id: z.string(), discount_basis_points: z.number().int(), price_version_id: z.string(), price_amount: bigintColumn, per_seconds: bigintColumn, rated_ids: z.array(z.string()),
  })
  .transform((row): OpenUse => ({
    courseId: row.course_id,
    unitId: row.unit_id,
    product: row.product_code,
    seconds: row.seconds,
    rated: row.rated,
    currency: row.currency,
    contractId: row.contract_id,
    discountBasisPoints: row.discount_basis_points,
    price: { id: row.price_version_id, amount: row.price_amount, perSeconds: row.per_seconds },
    ratedIds: row.rated_ids,
  }));

interface Period {
  readonly institutionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly currency?: Currency;
}

/**
 * What was used in a period and is on no invoice, by what makes a line, oldest first, with what it was rated by. A month of a large
 * institution has hundreds of thousands of stretches: the database sums them up, and only their ids come here.
 */
export async function openUses(tx: Sql, { institutionId, from, to, currency }: Period): Promise<OpenUse[]> {
  const rows = await tx.query(
    `select u.course_id, u.unit_id, u.product_code, sum(r.seconds)::bigint as seconds, sum(r.amount)::bigint as rated, r.currency, r.contract_id, c.discount_basis_points,
            r.price_version_id, p.amount as price_amount, p.per_seconds, array_agg(r.id::text) as rated_ids
     ${OPEN} and u.starts_at < $3 and ($4::text is null or r.currency = $4)
     group by ${BILLED_TOGETHER}
     order by min(u.starts_at), u.course_id, u.unit_id, u.product_code, r.contract_id, r.price_version_id`,
    [institutionId, from, to, currency ?? null],
  );
  return z.array(useRow).parse(rows);
}
