import { formatInstant } from '../../format/instant-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import type { Choice } from './choice.ts';
import classes from './choose.module.css';

/** How a chosen lab is set, in a line: steps, points, dates, language. */
export function ChoiceLine({ choice }: { readonly choice: Choice }) {
  const words = useWords(instructorWords).choose;
  const { language } = useLanguage();
  const { pack, stepIds, points, availableFrom, dueAt, availableUntil } = choice;
  const day = (field: string, say: (date: string) => string) => (field === '' ? [] : [say(formatInstant(field, 'date-time', language))]);
  const parts = [
    stepIds.length === pack.steps.length ? words.allSteps : words.someSteps(stepIds.length, pack.steps.length),
    words.points(Number(points)),
    ...day(availableFrom, words.opensAt),
    ...day(dueAt, words.due),
    ...day(availableUntil, words.closesAt),
    ...(choice.language === null ? [] : [choice.language === 'KO' ? words.korean : words.english]),
  ];
  return (
    <ul className={classes['line']}>
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}
