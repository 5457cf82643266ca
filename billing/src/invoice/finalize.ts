import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { queuePaymentRequest } from '../payments/request.ts';
import { invoiceOf, readHead, type Invoice } from './invoice.ts';

/** What the payment provider is asked for now: to make the draft final, to take a draft that it refused, or nothing, because it was asked before. */
export type Asked = 'final' | 'draft' | 'nothing';

/**
 * Asks the payment provider to make a draft final. It becomes final only if the provider's total equals ours. A draft that the provider refused
 * is sent anew first; who asked asks again when it is there.
 * @throws INVOICE_UNKNOWN, INVOICE_NOT_READY, INVOICE_TOTAL_DIFFERS
 */
export async function finalizeInvoice(context: BillingContext, institutionId: string, id: string): Promise<Invoice & { readonly asked: Asked }> {
  return context.sql.transaction(async (tx) => {
    await tx.query('select 1 from billing.invoice where id = $1 and institution_id = $2 for update', [id, institutionId]);
    const asked = await ask({ ...context, sql: tx }, institutionId, id);
    return { ...(await invoiceOf({ sql: tx }, institutionId, id)), asked };
  });
}

/** The invoice's row is locked. */
async function ask(context: BillingContext, institutionId: string, invoiceId: string): Promise<Asked> {
  const { status, total, providerTotal } = await readHead(context.sql, institutionId, invoiceId);
  if (status !== 'draft') return 'nothing';
  if (providerTotal !== null && providerTotal !== total) throw new BillingError('INVOICE_TOTAL_DIFFERS', { detail: `${providerTotal} there, ${total} here` });
  const kind = providerTotal === null ? 'draft' : 'finalize';
  const queued = await queuePaymentRequest(context, context.sql, { institutionId, invoiceId, kind });
  if (kind === 'draft' && !queued) throw new BillingError('INVOICE_NOT_READY');
  if (!queued) return 'nothing';
  return kind === 'draft' ? 'draft' : 'final';
}
