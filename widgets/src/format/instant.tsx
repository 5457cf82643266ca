import { localeOf, useLanguage, useWords, type Language } from '../messages/language.tsx';
import { sharedWords } from '../messages/shared-words.ts';
import type { Words } from '../messages/en.ts';
import { useNow } from './clock.ts';
import { formatDuration } from './duration.ts';

type Form = 'time' | 'date' | 'date-time';

const forms: Record<Form, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  'date-time': { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
};

/** An instant in the reader's own zone. */
export function formatInstant(at: string, form: Form, language: Language): string {
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

/** An instant, in the reader's zone; the zone shows on hover. */
export function Instant({ at, form = 'date-time' }: { readonly at: string; readonly form?: Form }) {
  const { language } = useLanguage();
  return (
    <time className="tabular" dateTime={at} title={formatWithZone(at, language)}>
      {formatInstant(at, form, language)}
    </time>
  );
}

/** How long ago; ticks by itself. */
export function Ago({ at }: { readonly at: string }) {
  const { language } = useLanguage();
  const words = useWords(sharedWords);
  const now = useNow();
  return (
    <time className="tabular" dateTime={at} title={formatWithZone(at, language)}>
      {formatAgo(at, now, words)}
    </time>
  );
}

/** How long until; ticks by itself, never below nothing. */
export function Remaining({ until }: { readonly until: string }) {
  const { language } = useLanguage();
  const words = useWords(sharedWords);
  const now = useNow();
  return (
    <time className="tabular" dateTime={until} title={formatWithZone(until, language)}>
      {formatDuration(Math.max(0, (Date.parse(until) - now) / 1000), words)}
    </time>
  );
}
