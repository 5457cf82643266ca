import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { applyProviderInvoice } from './booking.ts';
import type { PaymentProvider } from './provider.ts';

/** An invoice that could not be looked at, and why. */
export interface RefreshFailure {
  readonly invoiceId: string;
  readonly error: unknown;
}

const openRow = z.object({ id: z.string(), provider_id: z.string() });

/**
 * Asks the payment provider for every invoice that is not settled: events get lost, or their endpoint is closed for a while, and nobody would
 * hear of a payment again. The host runs it every hour or so.
 * @returns the invoices that could not be looked at; the next run asks again
 */
export async function refreshInvoices(context: BillingContext & { readonly provider: PaymentProvider }): Promise<readonly RefreshFailure[]> {
  const rows = await context.sql.query(`select id, provider_id from billing.invoice where status in ('open', 'part_paid', 'uncollectible') and provider_id is not null order by created_at, id`);
  const failures: RefreshFailure[] = [];
  for (const { id, provider_id: providerId } of z.array(openRow).parse(rows)) {
    try {
      const answer = await context.provider.readInvoice(providerId);
      await context.sql.transaction((tx) => applyProviderInvoice(context, tx, id, answer));
    } catch (error) {
      failures.push({ invoiceId: id, error });
    }
  }
  return failures;
}
