import { Anchor, TextInput } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { usePersonName } from '../../staff/person-name.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { useSettled } from '../../staff/use-settled.ts';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import { ErasedNotice } from './erased-notice.tsx';
import { peopleQuery, type FoundPerson, type KeptPart } from './people-document.ts';
import classes from './people.module.css';
import { PersonSheet } from './person-sheet.tsx';
import { Subject } from './who-it-is.tsx';

const longestSearch = 200;

/** What is kept of somebody: to give it to them, or to erase it. */
export function PeopleView() {
  const words = useWords(managerWords).people;
  const [text, setText] = useState('');
  const searched = useSettled(text.trim());
  return (
    <Panel title={words.title}>
      <TextInput type="search" className={classes['search'] ?? ''} label={words.search} description={words.searchHint} maxLength={longestSearch} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {searched === '' ? (
        <Empty icon={IconUserSearch} title={words.begin}>
          {words.beginText}
        </Empty>
      ) : (
        <Found text={searched} />
      )}
    </Panel>
  );
}

function Found({ text }: { readonly text: string }) {
  const words = useWords(managerWords).people;
  const answer = useKept(useAsk(peopleQuery, { text }));
  const [opened, setOpened] = useState<FoundPerson | null>(null);
  const [erased, setErased] = useState<{ readonly parts: readonly KeptPart[]; readonly foundBy: string } | null>(null);
  const onErased = (parts: readonly KeptPart[]) => {
    setOpened(null);
    setErased({ parts, foundBy: text });
    answer.refresh();
  };
  return (
    <div className={classes['found']}>
      {erased?.foundBy === text && <ErasedNotice parts={erased.parts} />}
      <Asked answer={answer} what={words.loading}>
        {({ people: { people, moreThan } }) => (
          <>
            {moreThan !== null && (
              <Notice tone="quiet" title={words.moreThan(moreThan)}>
                {words.moreThanText}
              </Notice>
            )}
            {people.length === 0 ? (
              <Empty icon={IconUserSearch} title={words.nobody}>
                {words.nobodyText}
              </Empty>
            ) : (
              <DataTable label={words.title} columns={peopleColumns(words, setOpened)} rows={people} keyOf={({ id }) => id} />
            )}
          </>
        )}
      </Asked>
      <PersonSheet person={opened} onErased={onErased} onClose={() => setOpened(null)} />
    </div>
  );
}

const peopleColumns = (words: ManagerWords['people'], onOpen: (person: FoundPerson) => void): readonly Column<FoundPerson>[] => [
  { head: words.name, cell: (person) => <PersonButton person={person} onOpen={onOpen} /> },
  { head: words.email, cell: ({ email }) => email ?? '—' },
  { head: words.subject, cell: (person) => <Subject person={person} /> },
  { head: words.courses, cell: ({ courses }) => (courses.length === 0 ? '—' : courses.join(', ')) },
];

function PersonButton({ person, onOpen }: { readonly person: FoundPerson; readonly onOpen: (person: FoundPerson) => void }) {
  return (
    <Anchor component="button" type="button" fz="inherit" fw="inherit" ta="start" onClick={() => onOpen(person)}>
      {usePersonName()(person)}
    </Anchor>
  );
}
