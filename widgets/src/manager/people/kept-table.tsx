import { localeOf, useLanguage, useWords, type Language } from '../../messages/language.ts';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import type { KeptPart } from './people-document.ts';
import classes from './people.module.css';

const keptColumns = (words: ManagerWords['people'], language: Language): readonly Column<KeptPart>[] => [
  { head: words.what, cell: ({ kind }) => words.kinds[kind] },
  { head: words.rows, align: 'end', cell: ({ rows }) => rows.toLocaleString(localeOf(language)) },
  { head: words.fate, cell: (part) => <Fate part={part} /> },
];

/** What is kept of somebody, in words and numbers, and what erasing them would do to it. */
export function KeptTable({ parts }: { readonly parts: readonly KeptPart[] }) {
  const words = useWords(managerWords).people;
  const { language } = useLanguage();
  return <DataTable label={words.kept} columns={keptColumns(words, language)} rows={parts} keyOf={({ kind }) => kind} />;
}

function Fate({ part: { fate, because } }: { readonly part: KeptPart }) {
  const words = useWords(managerWords).people;
  return (
    <span>
      {words.fates[fate]}
      {because !== null && <span className={classes['because']}>{words.because[because]}</span>}
    </span>
  );
}
