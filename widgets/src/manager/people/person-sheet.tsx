import { Button } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { download } from '../../staff/download.ts';
import { usePersonName } from '../../staff/person-name.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { usePolled } from '../../staff/use-polled.ts';
import { managerWords } from '../words/index.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { KeptTable } from './kept-table.tsx';
import { copyMutation, keptQuery, type FoundPerson, type Kept, type KeptPart } from './people-document.ts';
import classes from './people.module.css';
import { WhoItIs } from './who-it-is.tsx';

interface PersonSheetProps {
  readonly person: FoundPerson | null;
  readonly onErased: (parts: readonly KeptPart[]) => void;
  readonly onClose: () => void;
}

const atWorkRefreshMs = 5000;

/** What is kept of somebody, and what can be done with it. */
export function PersonSheet({ person, onErased, onClose }: PersonSheetProps) {
  const name = usePersonName();
  return (
    <Sheet opened={person !== null} title={person === null ? '' : name(person)} onClose={onClose}>
      {person !== null && <PersonParts personId={person.id} onErased={onErased} />}
    </Sheet>
  );
}

function PersonParts({ personId, onErased }: { readonly personId: string; readonly onErased: PersonSheetProps['onErased'] }) {
  const words = useWords(managerWords).people;
  const answer = useKept(useAsk(keptQuery, { personId }));
  usePolled(answer.refresh, answer.data?.keptOfPerson.atWork === true ? atWorkRefreshMs : null);
  return (
    <Asked answer={answer} what={words.loadingKept}>
      {({ keptOfPerson: kept }) => (
        <>
          <WhoItIs person={kept.person} />
          {kept.atWork && (
            <Notice tone="warn" title={words.atWork}>
              {words.atWorkText}
            </Notice>
          )}
          <div className={classes['actions']}>
            <CopyButton personId={personId} />
            <EraseButton kept={kept} onErased={onErased} />
          </div>
          <p className={classes['note']}>{words.copyNote}</p>
          <KeptTable parts={kept.parts} />
          <p className={classes['note']}>{words.elsewhere}</p>
        </>
      )}
    </Asked>
  );
}

function CopyButton({ personId }: { readonly personId: string }) {
  const words = useWords(managerWords).people;
  const copy = useAct(copyMutation);
  const fetchCopy = async () => {
    const done = await copy.run({ personId });
    // a file lies about in a folder of downloads: its name says a number, not who it is
    if (done) download(`personal-data-${personId}.json`, done.copyPerson, 'application/json');
  };
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden="true" />} disabled={copy.busy} onClick={() => void fetchCopy()}>
        {copy.busy ? words.copying : words.copy}
      </Button>
      {copy.error && <ErrorNotice error={copy.error} />}
    </>
  );
}

function EraseButton({ kept, onErased }: { readonly kept: Kept; readonly onErased: PersonSheetProps['onErased'] }) {
  const words = useWords(managerWords).people;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden="true" />} disabled={kept.atWork} onClick={() => setAsking(true)}>
        {words.erase}
      </Button>
      {asking && <EraseDialog kept={kept} onErased={onErased} onClose={() => setAsking(false)} />}
    </>
  );
}
