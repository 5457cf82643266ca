import type { BillingContext } from '../context.ts';
import type { Sql } from '../sql.ts';

/** Something that the payment provider is asked to do with an invoice. */
export interface PaymentRequest {
  readonly institutionId: string;
  readonly invoiceId: string;
  readonly kind: 'draft' | 'finalize';
}

/**
 * Queues a request to the payment provider in the transaction that makes it necessary. The same one twice is one; one that was
 * refused is tried anew, because the person who asks again has seen to the reason.
 * @returns false when it waits already, or was done
 */
export async function queuePaymentRequest({ clock }: Pick<BillingContext, 'clock'>, tx: Sql, request: PaymentRequest): Promise<boolean> {
  const queued = await tx.query(
    `insert into billing.stripe_outbox (op_key, institution_id, invoice_id, kind, status, created_at, next_attempt_at) values ($1, $2, $3, $4, 'pending', $5, $5)
     on conflict (op_key) do update set status = 'pending', attempts = 1, next_attempt_at = excluded.next_attempt_at
       where billing.stripe_outbox.status = 'dead' returning 1`,
    [`${request.kind}:${request.invoiceId}`, request.institutionId, request.invoiceId, request.kind, clock.now()],
  );
  return queued.length > 0;
}
