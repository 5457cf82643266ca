import { formatInstant } from '../format/instant-format.ts';
import { useLanguage, useWords } from '../messages/language.ts';
import classes from './month-zone.module.css';
import { managerWords } from './words/index.ts';

/** Months of billing are those of UTC: says so, and when the month begins and ends where the reader is. */
export function MonthZone({ month: { from, to } }: { readonly month: { readonly from: string; readonly to: string } }) {
  const words = useWords(managerWords);
  const { language } = useLanguage();
  return <p className={classes['zone']}>{words.monthZone(formatInstant(from, 'date-time-zone', language), formatInstant(to, 'date-time-zone', language))}</p>;
}
