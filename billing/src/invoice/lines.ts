import type { Price } from '../catalog/price.ts';
import type { Currency } from '../money.ts';
import { chargeFor } from '../rating/rating.ts';

/** Rated use that is on no invoice yet and is billed together: of one course, unit, product, price and contract. */
export interface OpenUse {
  readonly courseId: string;
  readonly unitId: string | null;
  readonly product: string;
  readonly seconds: bigint;
  /** What its stretches were rated at when they were used, in minor units. */
  readonly rated: bigint;
  readonly currency: Currency;
  readonly contractId: string;
  readonly discountBasisPoints: number;
  readonly price: Pick<Price, 'id' | 'amount' | 'perSeconds'>;
  readonly ratedIds: readonly string[];
}

/** A line that the payer can check: seconds times price less discount is its amount, rounded once. */
export interface DraftLine extends OpenUse {
  readonly amount: bigint;
  /** The line's amount less the sum of its uses, which were rounded lab by lab; it goes to the rounding account. */
  readonly rounding: bigint;
}

/** The line of what is billed together. */
export function lineOf(use: OpenUse): DraftLine {
  const amount = chargeFor(use.price, use.discountBasisPoints, use.seconds).net;
  return { ...use, amount, rounding: amount - use.rated };
}
