import type { Price } from '../catalog/price.ts';
import { roundHalfEven } from '../money.ts';

/** What a stretch of use costs, in minor units: at list price and after the contract's discount. */
export interface Charge {
  readonly list: bigint;
  readonly net: bigint;
}

const WHOLE = 10_000n;

/**
 * Rates the next stretch of a lab's use. A lab is rounded once, over its whole time at one price: each stretch costs the
 * rounded total after it less the rounded total before it, so metering by the second or by the hour bills the same.
 * @param discountBasisPoints hundredths of a percent, 0 to 10,000
 * @param before seconds of this lab already rated at this price
 */
export function rate(price: Pick<Price, 'amount' | 'perSeconds'>, discountBasisPoints: number, { before, seconds }: { before: bigint; seconds: bigint }): Charge {
  const earlier = chargeFor(price, discountBasisPoints, before);
  const later = chargeFor(price, discountBasisPoints, before + seconds);
  return { list: later.list - earlier.list, net: later.net - earlier.net };
}

/** What a lab's whole time at one price costs. The discount never makes a price negative. */
export function chargeFor(price: Pick<Price, 'amount' | 'perSeconds'>, discountBasisPoints: number, seconds: bigint): Charge {
  const list = roundHalfEven({ numerator: price.amount * seconds, denominator: price.perSeconds });
  const net = roundHalfEven({ numerator: price.amount * seconds * (WHOLE - BigInt(discountBasisPoints)), denominator: price.perSeconds * WHOLE });
  return { list, net };
}
