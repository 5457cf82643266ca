import { localeOf, type Language } from '../../messages/language.ts';

/** A figure of percent in the reader's language. */
export function formatPercent(percent: number, language: Language): string {
  return (percent / 100).toLocaleString(localeOf(language), { style: 'percent', maximumFractionDigits: 2 });
}
