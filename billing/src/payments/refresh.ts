import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { applyProviderInvoice } from './booking.ts';
import type { BookingContext } from './deletion.ts';
import { ProviderError, type PaymentProvider } from './provider.ts';

/** An invoice that could not be looked at, and why. */
export interface RefreshFailure {
  readonly invoiceId: string;
  readonly error: unknown;
}

const unsettledRow = z.object({ id: z.string(), provider_id: z.string(), payer_id: z.string() });

/**
 * Asks the payment provider for every invoice that is not settled: events get lost, or their endpoint is closed for a while, and nobody would
 * hear of a payment again, or of a draft that was deleted there. The host runs it every hour or so.
 * @returns the invoices that could not be looked at; the next run asks again
 */
export async function refreshInvoices(context: BookingContext & BillingContext & { readonly provider: PaymentProvider }): Promise<readonly RefreshFailure[]> {
  const rows = await context.sql.query(
    `select i.id, i.provider_id, i.payer_id from billing.invoice i
     where (i.status in ('draft', 'open', 'part_paid', 'uncollectible') or i.differs_since is not null) and i.provider_id is not null and i.payer_id is not null order by i.created_at, i.id`,
  );
  const failures: RefreshFailure[] = [];
  for (const { id: invoiceId, provider_id: id, payer_id: payerId } of z.array(unsettledRow).parse(rows)) {
    try {
      const answer = await context.provider.readInvoice({ id, payerId });
      const applied = await context.sql.transaction((tx) => applyProviderInvoice(context, tx, invoiceId, answer));
      if (applied === 'contradicted') throw new ProviderError('refused', `${id} is final and cannot be deleted, yet it is not there`);
    } catch (error) {
      failures.push({ invoiceId, error });
    }
  }
  return failures;
}
