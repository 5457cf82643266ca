import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAct } from '../../api/use-act.ts';
import { Instant } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { CopyButton } from '../../text/copy-button.tsx';
import { inviteMutation, type PlatformHealth } from '../operator-document.ts';
import classes from '../operator.module.css';
import { operatorWords } from '../words/index.ts';

interface InviteDialogProps {
  readonly opened: boolean;
  readonly institutions: readonly string[];
  readonly onChange: (health: PlatformHealth) => void;
  readonly onClose: () => void;
}

interface Made {
  readonly link: string;
  readonly expiresAt: string;
}

/** Makes a link and shows it once: closing the dialog forgets it. */
export function InviteDialog({ opened, institutions, onChange, onClose }: InviteDialogProps) {
  const words = useWords(operatorWords).invites;
  const shared = useWords(sharedWords);
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={made === null ? words.invite : words.madeTitle} size="lg" closeButtonProps={{ 'aria-label': shared.close }}>
      {made === null ? (
        <InviteForm
          institutions={institutions}
          onMade={({ link, expiresAt, health }) => {
            setMade({ link, expiresAt });
            onChange(health);
          }}
        />
      ) : (
        <MadeLink made={made} onClose={close} />
      )}
    </Modal>
  );
}

const usualDays = '7';
const choices = ['1', '7', '30', '90'];

interface InviteFormProps {
  readonly institutions: readonly string[];
  readonly onMade: (made: Made & { readonly health: PlatformHealth }) => void;
}

function InviteForm({ institutions, onMade }: InviteFormProps) {
  const words = useWords(operatorWords).invites;
  const invite = useAct(inviteMutation);
  const [institution, setInstitution] = useState('');
  const [days, setDays] = useState(usualDays);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await invite.run({ institution: institution.trim(), days: Number(days) });
    if (done) onMade(done.inviteInstitution);
  };
  return (
    <form className={classes['form']} onSubmit={(event) => void submit(event)}>
      <p className={classes['note']}>{words.formText}</p>
      {invite.error && <ErrorNotice error={invite.error} onDismiss={invite.forget} />}
      <TextInput
        required
        data-autofocus
        label={words.institution}
        description={words.institutionHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={500}
        list="known-institutions"
        value={institution}
        onChange={(event) => setInstitution(event.currentTarget.value)}
      />
      <datalist id="known-institutions">
        {institutions.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <NativeSelect label={words.days} value={days} onChange={(event) => setDays(event.currentTarget.value)} data={choices.map((value) => ({ value, label: words.dayCount(Number(value)) }))} />
      <Group justify="flex-end">
        <Button type="submit" disabled={institution.trim() === '' || invite.busy}>
          {invite.busy ? words.making : words.make}
        </Button>
      </Group>
    </form>
  );
}

function MadeLink({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const words = useWords(operatorWords).invites;
  return (
    <div className={classes['form']}>
      <p className={classes['note']}>{words.madeText}</p>
      <p className={classes['link']} data-link>
        {made.link}
      </p>
      <p className={classes['quiet']}>
        {words.until}: <Instant at={made.expiresAt} />
      </p>
      <Group justify="flex-end">
        <CopyButton value={made.link} what={words.link} look="button" />
        <Button size="compact-sm" onClick={onClose}>{words.madeDone}</Button>
      </Group>
    </div>
  );
}
