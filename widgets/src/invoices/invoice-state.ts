import type { Tone } from '../status/tone.ts';
import type { Invoice } from './invoice-document.ts';

export const invoiceTones: Readonly<Record<Invoice['status'], Tone>> = {
  DRAFT: 'quiet',
  DELETED: 'quiet',
  OPEN: 'warn',
  PAID: 'good',
  PART_PAID: 'warn',
  VOID: 'quiet',
  UNCOLLECTIBLE: 'bad',
};

/** Whether our total and the payment provider's are the same. `unknown` while the provider has none. */
export function agreement({ total, providerTotal }: Pick<Invoice, 'total' | 'providerTotal'>): 'equal' | 'different' | 'unknown' {
  if (providerTotal === null) return 'unknown';
  return total.amount === providerTotal.amount && total.currency === providerTotal.currency ? 'equal' : 'different';
}

/** How much of what was paid was refunded. */
export function refundOf({ paid, refunded }: Pick<Invoice, 'paid' | 'refunded'>): 'none' | 'part' | 'whole' {
  if (BigInt(refunded.amount) === 0n) return 'none';
  return BigInt(refunded.amount) < BigInt(paid.amount) ? 'part' : 'whole';
}

/** A draft may be made final when the provider has answered and both totals agree. */
export function canFinalize(invoice: Pick<Invoice, 'status' | 'pending' | 'total' | 'providerTotal'>): boolean {
  return invoice.status === 'DRAFT' && !invoice.pending && agreement(invoice) === 'equal';
}

/** A draft that the provider refused, and does not have, is sent to it again by who presses; that is no end of it yet. */
export function canSendAgain(invoice: Pick<Invoice, 'status' | 'refused' | 'total' | 'providerTotal'>): boolean {
  return invoice.status === 'DRAFT' && invoice.refused && agreement(invoice) === 'unknown';
}
