import type { MoneyValue } from '../format/money-format.ts';

const decimals = { KRW: 0, USD: 2 } as const;

/**
 * Reads an amount as a person writes it: "12,000" or "4.20".
 * @param least in minor units; one by default
 * @returns minor units in decimal; null when it is no amount of the currency, or less than the least
 */
export function readAmount(text: string, currency: MoneyValue['currency'], least = 1n): string | null {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.replaceAll(/[,\s]/g, ''));
  const [, whole = '', fraction = ''] = match ?? [];
  if (!match || fraction.length > decimals[currency]) return null;
  const minor = BigInt(whole + fraction.padEnd(decimals[currency], '0'));
  return minor >= least ? minor.toString() : null;
}
