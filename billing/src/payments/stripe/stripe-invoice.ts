import { z } from 'zod';
import type { ProviderInvoice } from '../provider.ts';

const invoiceSchema = z.object({
  object: z.literal('invoice'),
  id: z.string(),
  currency: z.string(),
  total: z.number().int(),
  amount_due: z.number().int(),
  amount_paid: z.number().int(),
  status: z.enum(['draft', 'open', 'paid', 'void', 'uncollectible']),
  number: z.string().nullish(),
  hosted_invoice_url: z.string().nullish(),
});

/**
 * Reads an invoice as Stripe sends it, in an answer or in an event. An invoice that is paid outside of Stripe need not show it in
 * `amount_paid`, and `amount_paid_off_stripe` is not part of events: a paid invoice has been paid what was due.
 * @see https://docs.stripe.com/api/invoices/object
 */
export function providerInvoice(value: unknown): ProviderInvoice {
  const invoice = invoiceSchema.parse(value);
  const paid = invoice.status === 'paid' ? Math.max(invoice.amount_paid, invoice.amount_due) : invoice.amount_paid;
  return {
    id: invoice.id,
    currency: invoice.currency,
    total: BigInt(invoice.total),
    paid: BigInt(paid),
    status: invoice.status,
    number: invoice.number ?? null,
    hostedUrl: invoice.hosted_invoice_url ?? null,
  };
}
