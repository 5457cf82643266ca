import type { Stripe } from 'stripe';
import type { ProviderAdjustment } from '../provider.ts';
import { answered } from './stripe-failure.ts';

/**
 * What was given back of an invoice. Since 2025 an invoice does not name its charge: its payments are asked for, and the refunds of each. A credit note
 * names the refunds it came with; they are booked as what they are, and of the note only the rest.
 * @see https://docs.stripe.com/api/invoice-payment/object
 * @see https://docs.stripe.com/api/credit_notes/object
 */
export async function readAdjustments(stripe: Stripe, invoice: string): Promise<ProviderAdjustment[]> {
  const refunds = new Map<string, ProviderAdjustment>();
  for await (const { payment } of stripe.invoicePayments.list({ invoice, limit: 100 })) {
    for await (const refund of refundsOf(stripe, payment)) refunds.set(refund.id, refundSaid(refund));
  }
  const notes: ProviderAdjustment[] = [];
  for await (const note of stripe.creditNotes.list({ invoice, limit: 100 })) {
    const said = noteSaid(note);
    if (said.fromCash + said.fromOwed + said.kept > 0n) notes.push(said);
    for (const id of refundsNamedBy(note)) {
      if (!refunds.has(id)) refunds.set(id, refundSaid(answered(await stripe.refunds.retrieve(id), 'refund')));
    }
  }
  return [...refunds.values(), ...notes];
}

async function* refundsOf(stripe: Stripe, { payment_intent: intent, charge }: Stripe.InvoicePayment.Payment): AsyncGenerator<Stripe.Refund> {
  if (intent !== undefined) yield* stripe.refunds.list({ payment_intent: idOf(intent), limit: 100 });
  else if (charge !== undefined) yield* stripe.refunds.list({ charge: idOf(charge), limit: 100 });
}

const idOf = (object: string | { readonly id: string }): string => (typeof object === 'string' ? object : object.id);

/** @see https://docs.stripe.com/refunds: one that waits for a balance or for the payer has moved nothing yet; one that failed came back */
function refundState(status: string | null): ProviderAdjustment['state'] {
  if (status === 'succeeded') return 'done';
  return status === 'failed' || status === 'canceled' ? 'undone' : 'pending';
}

function refundSaid({ id, amount, currency, status, created }: Stripe.Refund): ProviderAdjustment {
  return { id, kind: 'refund', currency, state: refundState(status), madeAt: new Date(created * 1000), fromCash: BigInt(amount), fromOwed: 0n, kept: 0n };
}

/** A refund of what was paid outside of Stripe is no refund object: like what is credited outside of it, it is cash all the same. */
const isElsewhere = ({ type }: Stripe.CreditNote.Refund): boolean => type === 'payment_record_refund';

function refundsNamedBy({ refunds }: Stripe.CreditNote): string[] {
  return refunds.filter((refund) => !isElsewhere(refund)).map(({ refund }) => idOf(refund));
}

function noteSaid({ id, currency, status, created, pre_payment_amount: owed, post_payment_amount: paid, out_of_band_amount: outside, refunds }: Stripe.CreditNote): ProviderAdjustment {
  const sum = (parts: readonly Stripe.CreditNote.Refund[]) => parts.reduce((total, { amount_refunded: amount }) => total + amount, 0);
  const [elsewhere, refunded] = [(outside ?? 0) + sum(refunds.filter(isElsewhere)), sum(refunds.filter((refund) => !isElsewhere(refund)))];
  return {
    id, kind: 'credit_note', currency, state: status === 'void' ? 'undone' : 'done', madeAt: new Date(created * 1000),
    fromCash: BigInt(elsewhere), fromOwed: BigInt(owed), kept: BigInt(paid - elsewhere - refunded),
  };
}
