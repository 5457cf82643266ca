import type { MoneyValue } from '../../format/money-format.ts';
import type { Price } from '../sales-document.ts';

export const hourSeconds = 3600;

/** What an hour costs at a price per so many seconds; a half is rounded to the even amount, as it is when usage is rated. */
export function hourPrice({ amount, perQuantity }: Pick<Price, 'amount' | 'perQuantity'>): MoneyValue {
  return { amount: String(divideHalfEven(BigInt(amount.amount) * BigInt(hourSeconds), BigInt(perQuantity))), currency: amount.currency };
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const [whole, rest] = [numerator / denominator, numerator % denominator];
  const twice = rest * 2n;
  if (twice === denominator) return whole % 2n === 0n ? whole : whole + 1n;
  return twice > denominator ? whole + 1n : whole;
}

/** The share by which one amount is above another, in percent; below it is negative. Null when there is nothing to compare with. */
export function percentAbove(after: MoneyValue, before: MoneyValue): number | null {
  if (before.currency !== after.currency || BigInt(before.amount) === 0n) return null;
  return (Number(after.amount) / Number(before.amount) - 1) * 100;
}

/** The price in force in a currency, and the one that is planned to follow an instant. */
export function pricesAround(prices: readonly Price[], currency: MoneyValue['currency'], from: string): { readonly now: Price | undefined; readonly next: Price | undefined } {
  const own = prices.filter(({ amount }) => amount.currency === currency);
  const later = own.filter((price) => Date.parse(price.from) > Date.parse(from));
  return {
    now: own.find(({ status }) => status === 'IN_FORCE'),
    next: later.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0],
  };
}
