import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { queuePaymentRequest } from '../payments/request.ts';
import { invoiceOf, readHead, type Invoice } from './invoice.ts';

/**
 * Asks the payment provider to make a draft final. It becomes final only if the provider's total equals ours.
 * @throws INVOICE_UNKNOWN, INVOICE_NOT_READY, INVOICE_TOTAL_DIFFERS
 */
export async function finalizeInvoice(context: BillingContext, institutionId: string, id: string): Promise<Invoice> {
  const isReady = await context.sql.transaction(async (tx) => {
    await tx.query('select 1 from billing.invoice where id = $1 and institution_id = $2 for update', [id, institutionId]);
    const { status, total, providerTotal } = await readHead(tx, institutionId, id);
    if (status !== 'draft') return true;
    if (providerTotal !== null && providerTotal !== total) throw new BillingError('INVOICE_TOTAL_DIFFERS', { detail: `${providerTotal} there, ${total} here` });
    // a draft that the provider refused is sent anew before it can be made final
    await queuePaymentRequest(context, tx, { institutionId, invoiceId: id, kind: providerTotal === null ? 'draft' : 'finalize' });
    return providerTotal !== null;
  });
  if (!isReady) throw new BillingError('INVOICE_NOT_READY');
  return invoiceOf(context, institutionId, id);
}
