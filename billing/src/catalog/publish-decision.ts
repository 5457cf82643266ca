import type { BillingErrorCode } from '../errors.ts';
import { priceAt, type Price } from './price.ts';

/** A price that somebody wants to publish. */
export interface PlannedPrice extends Pick<Price, 'amount' | 'perSeconds'> {
  /** Null: now. */
  readonly startsAt: Date | null;
}

export type PublishDecision<Known extends Price> =
  | { readonly kind: 'publish'; readonly startsAt: Date }
  /** An earlier act did it: it is there, and nothing changes. */
  | { readonly kind: 'repeated'; readonly price: Known }
  | { readonly kind: 'refused'; readonly code: Extract<BillingErrorCode, 'AMOUNT_INVALID' | 'PRICE_TAKEN' | 'PRICE_IN_THE_PAST'> };

/** A clock that is a little behind must not make a price that starts "now" a price in the past. */
const TOLERANCE_MILLISECONDS = 60_000;

/**
 * Decides whether a price may be published. It starts now or later, because what was used is rated; the first of a product in a currency may
 * start in the past, because nothing was rated without one. The same price for the same time, or from now on what holds already, is a repetition.
 * @param known the product's prices in this currency
 */
export function decidePublishing<Known extends Price>(known: readonly Known[], { amount, perSeconds, startsAt }: PlannedPrice, now: Date): PublishDecision<Known> {
  if (amount < 0n || perSeconds <= 0n) return { kind: 'refused', code: 'AMOUNT_INVALID' };
  const start = startsAt ?? now;
  const atThatTime = known.find((price) => price.startsAt.getTime() === start.getTime());
  const there = startsAt === null ? priceAt(known, now) : atThatTime;
  if (there?.amount === amount && there.perSeconds === perSeconds) return { kind: 'repeated', price: there };
  if (atThatTime !== undefined) return { kind: 'refused', code: 'PRICE_TAKEN' };
  const isPast = start.getTime() < now.getTime() - TOLERANCE_MILLISECONDS;
  return isPast && known.length > 0 ? { kind: 'refused', code: 'PRICE_IN_THE_PAST' } : { kind: 'publish', startsAt: start };
}
