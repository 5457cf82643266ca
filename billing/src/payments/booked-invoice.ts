import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { freedCorrections } from '../metering/quarantine.ts';
import { rateAgain } from '../metering/usage.ts';
import { bigintColumn, currencySchema } from '../money.ts';
import type { Sql } from '../sql.ts';

const bookedRow = z
  .object({
    id: z.string(),
    institution_id: z.string(),
    currency: currencySchema,
    total: bigintColumn,
    paid: bigintColumn,
    credited: bigintColumn,
    provider_id: z.string().nullable(),
    status: z.enum(['draft', 'deleted', 'open', 'part_paid', 'paid', 'void', 'uncollectible']),
    is_final_there: z.boolean(),
  })
  .transform((row) => ({
    id: row.id,
    institutionId: row.institution_id,
    currency: row.currency,
    total: row.total,
    paid: row.paid,
    /** Taken off it by credit notes before it was paid. */
    credited: row.credited,
    providerId: row.provider_id,
    status: row.status,
    /** The provider has said that it is final; ours may lag behind. */
    isFinalThere: row.is_final_there,
  }));

/** An invoice as it is booked here. */
export type Booked = z.infer<typeof bookedRow>;

const BOOKED = `id, institution_id, currency, total, paid, credited, provider_id, status, coalesce(provider_status not in ('draft', 'deleted'), false) as is_final_there`;

/** Reads an invoice, if there is one, and locks it until the transaction ends. */
export async function lockInvoice(tx: Sql, id: string): Promise<Booked | undefined> {
  return z.array(bookedRow).parse(await tx.query(`select ${BOOKED} from billing.invoice where id = $1 for update`, [id]))[0];
}

/** Reads an invoice that is locked and known to be there. */
export async function readBooked(tx: Sql, id: string): Promise<Booked> {
  return bookedRow.parse((await tx.query(`select ${BOOKED} from billing.invoice where id = $1`, [id]))[0]);
}

/**
 * Sets the uses of an invoice that bills nobody any more free: they may go on another one. Corrections that waited for it are rated in the same
 * transaction: whoever drafts the month again bills what is right.
 */
export async function releaseUses(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, { id: invoiceId, institutionId }: Pick<Booked, 'id' | 'institutionId'>): Promise<void> {
  await tx.query(
    `update billing.invoice_line_usage set released_at = $2 where released_at is null and line_id in (select l.id from billing.invoice_line l where l.invoice_id = $1)`,
    [invoiceId, context.clock.now()],
  );
  for (const correction of await freedCorrections(tx, institutionId)) await rateAgain({ ...context, sql: tx }, tx, correction);
}
