import { z } from 'zod';

/** KRW has no decimals, USD has two: an amount is always whole minor units. */
export const currencySchema = z.enum(['KRW', 'USD']);
export type Currency = z.infer<typeof currencySchema>;

export interface Money {
  readonly amount: bigint;
  readonly currency: Currency;
}

/** Digits after the point (ISO 4217). */
const DECIMALS = { KRW: 0, USD: 2 } as const satisfies Record<Currency, number>;

/**
 * Reads an amount as people write it: `600 KRW`, `0.60 USD`.
 * @returns undefined when it is none, or has more decimals than the currency
 */
export function readMoney(text: string): Money | undefined {
  const { whole, decimals = '', code } = /^(?<whole>\d{1,15})(?:\.(?<decimals>\d+))? (?<code>[A-Z]{3})$/.exec(text.trim())?.groups ?? {};
  const currency = currencySchema.safeParse(code).data;
  if (whole === undefined || currency === undefined || decimals.length > DECIMALS[currency]) return undefined;
  return { amount: BigInt(whole + decimals.padEnd(DECIMALS[currency], '0')), currency };
}

/** An amount of zero or more as `readMoney` reads it. */
export function writeMoney({ amount, currency }: Money): string {
  const digits = amount.toString().padStart(DECIMALS[currency] + 1, '0');
  const point = digits.length - DECIMALS[currency];
  return `${digits.slice(0, point)}${DECIMALS[currency] === 0 ? '' : `.${digits.slice(point)}`} ${currency}`;
}

/** How a bigint column arrives. */
export const bigintColumn = z.union([z.string(), z.bigint(), z.number().int()]).transform((value) => BigInt(value));

/** An exact fraction of minor units; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Rounds a fraction of zero or more to whole minor units, halves to the even neighbour, so that many roundings do not
 * lean to one side.
 */
export function roundHalfEven({ numerator, denominator }: Fraction): bigint {
  const whole = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator) return whole + 1n;
  if (twice === denominator && whole % 2n === 1n) return whole + 1n;
  return whole;
}

/**
 * Splits an amount by weights so that the parts sum to it exactly; what whole units leave over goes to the largest
 * remainders, first come first on ties.
 * @param weights not negative, not all zero
 */
export function splitByWeight(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = weights.map((weight, index) => ({ index, part: (amount * weight) / total, remainder: (amount * weight) % total }));
  const left = Number(amount - shares.reduce((sum, share) => sum + share.part, 0n));
  const winners = new Set([...shares].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1)).slice(0, left).map((share) => share.index));
  return shares.map((share) => share.part + (winners.has(share.index) ? 1n : 0n));
}
