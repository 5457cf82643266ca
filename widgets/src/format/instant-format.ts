import type { Words } from '../messages/en.ts';
import { localeOf, type Language } from '../messages/language.ts';
import { formatDuration } from './duration.ts';

/** How much of an instant is written. */
export type InstantForm = 'time' | 'date' | 'date-time' | 'date-time-zone';

const forms: Record<InstantForm, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  'date-time': { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  'date-time-zone': { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' },
};

/** An instant in the reader's own zone. */
export function formatInstant(at: string, form: InstantForm, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), forms[form]).format(new Date(at));
}

/** The instant to the second with its zone: what hovering shows. */
export function formatWithZone(at: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at));
}

const DAY_SECONDS = 86_400;

/** "3 s ago", "5 min ago", "2 h 40 ago"; from a day on the days alone. */
export function formatAgo(at: string, nowMs: number, words: Words): string {
  const seconds = (nowMs - Date.parse(at)) / 1000;
  if (seconds < 2) return words.justNow;
  return words.ago(seconds < DAY_SECONDS ? formatDuration(seconds, words) : words.duration.days(Math.floor(seconds / DAY_SECONDS)));
}

/**
 * A period of billing: "November 2026" when it is a month, else its first and its last day. Months of billing are those of UTC, whatever the
 * reader's zone: in it they would begin and end on other days.
 * @param period `to` is the first instant after it
 */
export function formatPeriod({ from, to }: { readonly from: string; readonly to: string }, language: Language): string {
  const [start, end] = [new Date(from), new Date(to)];
  const isMonth = start.getUTCDate() === 1 && end.getTime() === Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' });
  if (isMonth) return format({ year: 'numeric', month: 'long' }).format(start);
  return `${format(forms.date).format(start)} – ${format(forms.date).format(new Date(end.getTime() - 1))}`;
}
