import { useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { instructorWords } from '../words/index.ts';
import type { Choosing } from './choose-document.ts';
import classes from './choose.module.css';

/** What the platform does not take, said before something is chosen in vain. */
export function PlatformNotes({ choosing }: { readonly choosing: Choosing }) {
  const words = useWords(instructorWords).choose;
  if (!choosing.takesLinks) {
    return (
      <Notice tone="warn" title={words.takesTitle}>
        {words.takesNoLinks}
      </Notice>
    );
  }
  const notes = [...(choosing.takesSeveral ? [] : [words.takesOne]), ...(choosing.takesGrades ? [] : [words.takesNoGrades])];
  if (notes.length === 0) return null;
  return (
    <Notice tone="quiet" title={words.takesTitle}>
      <ul className={classes['notes']}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Notice>
  );
}
