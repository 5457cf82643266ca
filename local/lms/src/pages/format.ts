import type { Language } from '../course/local-text.ts';
import { html, type Html } from '../html.ts';

const locales: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-GB' };

/** Campus time. The machine-readable instant stays in UTC in the `datetime` attribute, and its zone shows on hover. */
const timeZone = 'Asia/Seoul';

export function dateTime(iso: string, language: Language): Html {
  const text = new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }).format(new Date(iso));
  return html`<time datetime="${iso}" title="${timeZone}">${text}</time>`;
}

/** At most two decimals, and none that say nothing. */
export const decimal = (value: number, language: Language): string => new Intl.NumberFormat(locales[language], { maximumFractionDigits: 2 }).format(value);
