import type { Language } from '../messages/language.ts';
import { formatMoney, type MoneyValue } from './money-format.ts';

/** "5000 KRW" and "45.50 USD", as the server writes amounts into a text, in the reader's language; what is none of these stays as it is. */
export function writtenMoney(written: string, language: Language): string {
  const [, whole = '', decimals = '', currency] = /^(\d+)(?:\.(\d+))? ([A-Z]{3})$/.exec(written) ?? [];
  return currency === 'KRW' || currency === 'USD' ? formatMoney({ amount: `${whole}${decimals}`, currency } satisfies MoneyValue, language) : written;
}
