import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useWords } from '../../messages/language.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { usePersonName } from '../../staff/person-name.tsx';
import { managerWords } from '../words/index.ts';
import { confirms } from './confirmation.ts';
import { Going, Staying } from './part-list.tsx';
import { eraseMutation, type Kept, type KeptPart } from './people-document.ts';
import classes from './people.module.css';
import { WhoItIs } from './who-it-is.tsx';

interface EraseDialogProps {
  readonly kept: Kept;
  readonly onErased: (parts: readonly KeptPart[]) => void;
  readonly onClose: () => void;
}

const reasons = ['REQUESTED', 'NOT_NEEDED', 'MISTAKEN'] as const;
type Reason = (typeof reasons)[number];

/** Says what goes, what stays and why, and erases somebody whose name was typed. */
export function EraseDialog({ kept, onErased, onClose }: EraseDialogProps) {
  const words = useWords(managerWords).people;
  const name = usePersonName();
  const erase = useAct(eraseMutation);
  const [reason, setReason] = useState<Reason | null>(null);
  const [typed, setTyped] = useState('');
  const ready = reason !== null && confirms(typed, kept.confirmation);
  const confirm = async () => {
    if (!ready || erase.busy) return;
    const done = await erase.run({ personId: kept.person.id, reason, typed });
    if (done) onErased(done.erasePerson);
  };
  return (
    <Confirm opened destroys title={words.eraseTitle(name(kept.person))} confirm={words.eraseNow} doing={words.erasing} busy={erase.busy} notReady={!ready} error={erase.error} onConfirm={() => void confirm()} onClose={onClose}>
      <WhoItIs person={kept.person} />
      <p>{words.lmsFirst}</p>
      <p className={classes['heading']}>{words.goes}</p>
      <Going parts={kept.parts} />
      <p className={classes['heading']}>{words.stays}</p>
      <Staying parts={kept.parts} />
      <p className={classes['note']}>{words.elsewhere}</p>
      <div className={classes['fields']}>
        <NativeSelect
          required
          label={words.reason}
          description={words.reasonHint}
          value={reason ?? ''}
          onChange={({ currentTarget: { value } }) => setReason(reasons.find((each) => each === value) ?? null)}
          data={[{ value: '', label: words.choose }, ...reasons.map((value) => ({ value, label: words.reasons[value] }))]}
        />
        <TextInput
          required
          autoComplete="off"
          label={
            <>
              {words.typeThis} <bdi>{kept.confirmation}</bdi>
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
    </Confirm>
  );
}
