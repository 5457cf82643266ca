import type { Words } from '../messages/en.ts';
import { localeOf, type Language } from '../messages/language.ts';
import { formatDuration } from './duration.ts';

/** How much of an instant is written. */
export type InstantForm = 'time' | 'date' | 'date-time';

const forms: Record<InstantForm, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  'date-time': { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
};

/** An instant in the reader's own zone. */
export function formatInstant(at: string, form: InstantForm, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), forms[form]).format(new Date(at));
}

/** The instant to the second with its zone: what hovering shows. */
export function formatWithZone(at: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at));
}

/** "3 s ago", "5 min ago". */
export function formatAgo(at: string, nowMs: number, words: Words): string {
  const seconds = (nowMs - Date.parse(at)) / 1000;
  return seconds < 2 ? words.justNow : words.ago(formatDuration(seconds, words));
}
