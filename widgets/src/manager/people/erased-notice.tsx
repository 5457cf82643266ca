import { useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { managerWords } from '../words/index.ts';
import type { KeptPart } from './people-document.ts';
import { Staying } from './part-list.tsx';
import classes from './people.module.css';

/** What became of somebody's data; nothing when another page had erased them before. */
export function ErasedNotice({ parts }: { readonly parts: readonly KeptPart[] }) {
  const words = useWords(managerWords).people;
  return (
    <output>
      <Notice tone="good" title={parts.length === 0 ? words.erasedBefore : words.erased}>
        {parts.length > 0 && (
          <>
            <p className={classes['heading']}>{words.stays}</p>
            <Staying parts={parts} />
          </>
        )}
      </Notice>
    </output>
  );
}
