import type { Price } from '../catalog/price.ts';
import type { Currency } from '../money.ts';
import { chargeFor } from '../rating/rating.ts';

/** A rated stretch of use that is on no invoice yet. */
export interface OpenUse {
  readonly id: string;
  readonly courseId: string;
  readonly unitId: string | null;
  readonly product: string;
  readonly seconds: bigint;
  /** What it was rated at when it was used, in minor units. */
  readonly amount: bigint;
  readonly currency: Currency;
  readonly contractId: string;
  readonly discountBasisPoints: number;
  readonly price: Pick<Price, 'id' | 'amount' | 'perSeconds'>;
}

/** A line that the payer can check: seconds times price less discount is its amount, rounded once. */
export interface DraftLine {
  readonly courseId: string;
  readonly unitId: string | null;
  readonly product: string;
  readonly priceId: string;
  readonly contractId: string;
  readonly seconds: bigint;
  readonly amount: bigint;
  /** The line's amount less the sum of its uses, which were rounded lab by lab; it goes to the rounding account. */
  readonly rounding: bigint;
  readonly useIds: readonly string[];
}

/** One line per course, unit, product, price and contract. */
export function linesOf(uses: readonly OpenUse[]): DraftLine[] {
  const groups = new Map<string, [OpenUse, ...OpenUse[]]>();
  for (const use of uses) {
    const key = JSON.stringify([use.courseId, use.unitId, use.product, use.price.id, use.contractId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => lineOf(group));
}

function lineOf(uses: readonly [OpenUse, ...OpenUse[]]): DraftLine {
  const [{ courseId, unitId, product, price, contractId, discountBasisPoints }] = uses;
  const seconds = uses.reduce((sum, use) => sum + use.seconds, 0n);
  const rated = uses.reduce((sum, use) => sum + use.amount, 0n);
  const amount = chargeFor(price, discountBasisPoints, seconds).net;
  return { courseId, unitId, product, priceId: price.id, contractId, seconds, amount, rounding: amount - rated, useIds: uses.map((use) => use.id) };
}
