import { localeOf, useLanguage, useWords } from '../../messages/language.ts';
import { managerWords } from '../words/index.ts';
import type { KeptPart } from './people-document.ts';
import classes from './people.module.css';

/** What goes: each part with how much there is. */
export function Going({ parts }: { readonly parts: readonly KeptPart[] }) {
  return (
    <ul className={classes['parts']}>
      {parts
        .filter(({ because }) => because === null)
        .map((part) => (
          <li key={part.kind}>
            <Counted part={part} />
          </li>
        ))}
    </ul>
  );
}

/** What stays, with why; parts that stay for one reason stand together. */
export function Staying({ parts }: { readonly parts: readonly KeptPart[] }) {
  const words = useWords(managerWords).people;
  const reasons = new Set(parts.flatMap(({ because }) => because ?? []));
  return (
    <ul className={classes['parts']}>
      {[...reasons].map((reason) => (
        <li key={reason}>
          {parts
            .filter(({ because }) => because === reason)
            .map((part) => (
              <div key={part.kind}>
                <Counted part={part} />
              </div>
            ))}
          <span className={classes['because']}>{words.because[reason]}</span>
        </li>
      ))}
    </ul>
  );
}

function Counted({ part: { kind, rows } }: { readonly part: KeptPart }) {
  const words = useWords(managerWords).people;
  const { language } = useLanguage();
  return words.counted(words.kinds[kind], rows.toLocaleString(localeOf(language)));
}
