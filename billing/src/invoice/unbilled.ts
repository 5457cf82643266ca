import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema } from '../money.ts';

const unbilledRow = z
  .object({ month: z.date(), currency: currencySchema, amount: bigintColumn })
  .transform(({ month, currency, amount }) => ({ from: month, to: new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)), amount, currency }));
/** What was used in a month (UTC) in one currency and is on no invoice, as it was rated. */
export type UnbilledMonth = z.infer<typeof unbilledRow>;

/** Older use can be on no invoice only when one was voided after a year: a person drafts that by its period. */
const MONTHS_LOOKED_AT = 13;

/** The months of which something can be invoiced, oldest first: also those that are over, and what came late or was set free by a void. */
export async function unbilledMonths({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>, institutionId: string): Promise<UnbilledMonth[]> {
  const now = clock.now();
  const rows = await sql.query(
    `select date_trunc('month', u.starts_at, 'UTC') as month, r.currency, sum(r.amount)::bigint as amount
     from billing.usage_standing r join billing.usage_raw u on u.id = r.raw_id
     where r.institution_id = $1 and u.starts_at >= $2
       and not exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id and a.released_at is null)
     group by 1, 2 order by 1, min(u.starts_at)`,
    [institutionId, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_LOOKED_AT, 1))],
  );
  return z.array(unbilledRow).parse(rows);
}
