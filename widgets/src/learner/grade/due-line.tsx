import { IconCalendarDue } from '@tabler/icons-react';
import { Instant } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import { learnerWords } from '../words/index.ts';
import classes from './grade-line.module.css';

/** When the work is due, as the instructor said. */
export function DueLine() {
  const words = useWords(learnerWords).before;
  const { dueAt } = useLab().page;
  if (dueAt === null) return null;
  return (
    <p className={classes['due']}>
      <IconCalendarDue size={16} aria-hidden="true" /> {words.due} <Instant at={dueAt} />
    </p>
  );
}
