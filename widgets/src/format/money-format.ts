import { localeOf, type Language } from '../messages/language.ts';

/** An amount as the API sends it: minor units in decimal, because a number would lose digits. */
export interface MoneyValue {
  readonly amount: string;
  readonly currency: 'KRW' | 'USD';
}

const decimals = { KRW: 0, USD: 2 } as const;

/** "₩12,300", "US$4.20": always with its currency, in the reader's language. */
export function formatMoney(money: MoneyValue, language: Language): string {
  const format = new Intl.NumberFormat(localeOf(language), {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'symbol',
    minimumFractionDigits: decimals[money.currency],
  });
  // Intl reads a decimal string exactly; the types know numbers only as templates of digits.
  return format.format(majorUnits(money) as `${number}`);
}

/** "₩30만", "₩300K", "US$1.5K": an amount beside a scale, where there is little room. */
export function formatMoneyShort(money: MoneyValue, language: Language): string {
  const format = new Intl.NumberFormat(localeOf(language), { style: 'currency', currency: money.currency, notation: 'compact', maximumFractionDigits: decimals[money.currency] === 0 ? 1 : 2 });
  // Intl reads a decimal string exactly; the types know numbers only as templates of digits.
  return format.format(majorUnits(money) as `${number}`);
}

/** The decimal string of an amount: 420 USD cents is "4.20". */
export function majorUnits({ amount, currency }: MoneyValue): string {
  const places = decimals[currency];
  if (places === 0) return amount;
  const negative = amount.startsWith('-');
  const digits = (negative ? amount.slice(1) : amount).padStart(places + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * How much of one amount another is.
 * @returns 0 to 1; 0 when the whole is nothing
 */
export function shareOf(part: MoneyValue, whole: MoneyValue): number {
  const all = Number(whole.amount);
  return all <= 0 ? 0 : Math.min(1, Math.max(0, Number(part.amount) / all));
}
