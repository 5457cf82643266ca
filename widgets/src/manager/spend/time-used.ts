import { formatDuration } from '../../format/duration.ts';
import type { Words } from '../../messages/en.ts';
import { localeOf, type Language } from '../../messages/language.ts';
import type { ManagerWords } from '../words/en.ts';

/** How long labs of a group ran: hours with one decimal, which can be compared; below an hour minutes, which would be "0 h". */
export function timeUsed(minutes: number, { spend, shared }: { readonly spend: ManagerWords['spend']; readonly shared: Words }, language: Language): string {
  if (minutes < 60) return formatDuration(minutes * 60, shared);
  return spend.hours((minutes / 60).toLocaleString(localeOf(language), { maximumFractionDigits: 1 }));
}
