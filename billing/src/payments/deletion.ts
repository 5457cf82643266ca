import type { BillingContext } from '../context.ts';
import type { Money } from '../money.ts';
import type { Sql } from '../sql.ts';
import { releaseUses, type Booked } from './booked-invoice.ts';
import type { DeletedDraft } from './provider.ts';

/** A draft that somebody deleted at the payment provider; the amount is what it was over. */
export interface DraftDeletion extends Money {
  readonly institutionId: string;
  readonly invoiceId: string;
}

/** What takes over news of the payment provider needs. */
export interface BookingContext extends Pick<BillingContext, 'clock' | 'ids'> {
  /** Told once of each draft that was deleted there, in the transaction that books it: the host notes it for its people. */
  onDraftDeleted(tx: Sql, deletion: DraftDeletion): Promise<void>;
}

/**
 * What became of news from the provider. `unknown`: we have no such invoice, or never had this draft of it. `another`: ours is another one of the
 * provider's. `deleted`: ours was deleted, and this is a draft that is late, or left over. `contradicted`: what is final cannot be deleted there.
 * `differs`: it is over another total there, and is not booked.
 */
export type Application = 'applied' | 'unknown' | 'another' | 'deleted' | 'contradicted' | 'differs';

/**
 * Takes over that somebody deleted a draft at the provider: what was on it can be billed again, in the month it was used in. The news may come twice
 * and late. What is final here, or was final there, is never set free: the provider deletes drafts only. The invoice's row is locked.
 */
export async function applyDeletion(context: BookingContext, tx: Sql, known: Booked, { id: providerId }: DeletedDraft): Promise<Application> {
  const { id, institutionId, currency, total } = known;
  if (known.providerId !== null && known.providerId !== providerId) return 'unknown';
  if (known.status === 'deleted') return 'applied';
  if (known.status !== 'draft' || known.isFinalThere) return 'contradicted';
  await tx.query(`update billing.invoice set status = 'deleted', provider_id = $2, provider_status = 'deleted', differs_total = null, differs_currency = null, differs_since = null where id = $1`, [id, providerId]);
  await releaseUses(context, tx, known);
  // one that was refused may have left a part of a draft there
  await tx.query(`update billing.stripe_outbox set status = 'pending', attempts = 0, next_attempt_at = $2 where invoice_id = $1 and status = 'dead'`, [id, context.clock.now()]);
  await context.onDraftDeleted(tx, { institutionId, invoiceId: id, amount: total, currency });
  return 'applied';
}
