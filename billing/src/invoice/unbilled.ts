import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import { chargeFor } from '../rating/rating.ts';
import { monthOf } from './month.ts';
import { BILLED_TOGETHER, MONTH, OPEN } from './open-uses.ts';

/** What was used in a month (UTC) in one currency and is on no invoice, at what its draft will come to. */
export interface UnbilledMonth {
  readonly from: Date;
  readonly to: Date;
  readonly amount: bigint;
  readonly currency: Currency;
}

const lineRow = z
  .object({ month: z.date(), currency: currencySchema, seconds: bigintColumn, discount_basis_points: z.number().int(), price_amount: bigintColumn, per_seconds: bigintColumn })
  .transform((row) => ({ month: row.month, currency: row.currency, amount: chargeFor({ amount: row.price_amount, perSeconds: row.per_seconds }, row.discount_basis_points, row.seconds).net }));

/** Older use can be on no invoice only when one was voided after a year, or its contract or price came as late: a person drafts that by its period. */
const MONTHS_LOOKED_AT = 13;

/** The months of which something can be invoiced, oldest first: also those that are over, and what came late or was set free by a void. */
export async function unbilledMonths({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>, institutionId: string): Promise<UnbilledMonth[]> {
  const now = clock.now();
  const rows = await sql.query(
    `select ${MONTH} as month, r.currency, sum(r.seconds)::bigint as seconds, c.discount_basis_points, p.amount as price_amount, p.per_seconds
     ${OPEN} group by month, ${BILLED_TOGETHER} order by month, min(u.starts_at)`,
    [institutionId, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_LOOKED_AT, 1))],
  );
  const months = new Map<string, UnbilledMonth>();
  for (const { month, currency, amount } of z.array(lineRow).parse(rows)) {
    const key = `${month.toISOString()} ${currency}`;
    months.set(key, { ...monthOf(month), currency, amount: (months.get(key)?.amount ?? 0n) + amount });
  }
  return [...months.values()];
}
