import { useLanguage, useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { useNow } from './clock.ts';
import { formatDuration } from './duration.ts';
import { formatAgo, formatInstant, formatWithZone, type InstantForm } from './instant-format.ts';

/** An instant, in the reader's zone; the zone shows on hover. */
export function Instant({ at, form = 'date-time' }: { readonly at: string; readonly form?: InstantForm }) {
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
