import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema } from '../money.ts';

const differenceRow = z
  .object({
    id: z.string(), institution_id: z.string(), number: z.string().nullable(), provider_id: z.string(), is_final: z.boolean(), total: bigintColumn, currency: currencySchema,
    differs_total: bigintColumn, differs_currency: z.string(), differs_since: z.date(),
  })
  .transform((row) => ({
    invoiceId: row.id,
    institutionId: row.institution_id,
    number: row.number,
    providerId: row.provider_id,
    /** The provider has made it final: its payer may pay it. */
    isFinal: row.is_final,
    ours: { amount: row.total, currency: row.currency },
    /** In minor units; the currency in upper case, and not always one of ours. */
    theirs: { amount: row.differs_total, currency: row.differs_currency.toUpperCase() },
    since: row.differs_since,
  }));

/** An invoice that is over another total at the payment provider than here. Nothing of it is booked until a person has settled it there. */
export type InvoiceDifference = z.infer<typeof differenceRow>;

/** The invoices that differ, the oldest difference first. They are looked at every hour: once both totals agree, or nobody is billed, they are gone. */
export async function differingInvoices({ sql }: Pick<BillingContext, 'sql'>): Promise<InvoiceDifference[]> {
  return z.array(differenceRow).parse(await sql.query(
    `select id, institution_id, number, provider_id, provider_status is distinct from 'draft' as is_final, total, currency, differs_total, differs_currency, differs_since
     from billing.invoice where differs_since is not null and provider_id is not null order by differs_since, id`,
  ));
}
