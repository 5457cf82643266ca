import { Button, Modal, Tabs } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { Remaining } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { CopyButton } from '../../text/copy-button.tsx';
import type { ResultOf } from '../../api/graphql.ts';
import { cliCredentials } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import classes from './cli-button.module.css';

type Credentials = ResultOf<typeof cliCredentials>['cliCredentials'];

/** Temporary credentials for the learner's own terminal; asked for when the window opens, forgotten when it closes. */
export function CliButton() {
  const words = useWords(learnerWords);
  const shared = useWords(sharedWords);
  const ask = useAct(cliCredentials);
  const [opened, setOpened] = useState(false);
  const [credentials, setCredentials] = useState<Credentials | null>(null);
  const renew = async () => setCredentials((await ask.run({}))?.cliCredentials ?? null);
  const open = () => {
    setOpened(true);
    void renew();
  };
  const close = () => {
    setOpened(false);
    setCredentials(null);
  };
  return (
    <>
      <Button size="compact-md" fz="sm" variant="default" leftSection={<IconTerminal2 size={16} aria-hidden="true" />} onClick={open}>
        {words.bar.cli}
      </Button>
      <Modal opened={opened} onClose={close} size="lg" title={words.cli.title} closeButtonProps={{ 'aria-label': shared.close }}>
        <p className={classes['text']}>{words.cli.text}</p>
        {ask.error && <ErrorNotice error={ask.error} onTryAgain={() => void renew()} />}
        {!credentials && !ask.error && <output className={classes['waiting']}>{words.cli.getting}</output>}
        {credentials && <CredentialTabs credentials={credentials} busy={ask.busy} onRenew={() => void renew()} />}
      </Modal>
    </>
  );
}

interface CredentialTabsProps {
  readonly credentials: Credentials;
  readonly busy: boolean;
  readonly onRenew: () => void;
}

function CredentialTabs({ credentials, busy, onRenew }: CredentialTabsProps) {
  const words = useWords(learnerWords).cli;
  const forms = ['shell', 'powershell', 'profile'] as const;
  return (
    <Tabs defaultValue="shell">
      <Tabs.List>
        {forms.map((form) => (
          <Tabs.Tab key={form} value={form}>
            {words[form]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {forms.map((form) => (
        <Tabs.Panel key={form} value={form}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
          <pre className={classes['code']} tabIndex={0} aria-label={words[form]}>
            {credentials[form]}
          </pre>
          <div className={classes['row']}>
            <CopyButton look="button" value={credentials[form]} what={words[form]} />
            <span className={classes['expiry']}>
              {words.expires} <Remaining until={credentials.expiresAt} />
            </span>
            <Button size="compact-sm" variant="subtle" disabled={busy} onClick={onRenew}>
              {words.renew}
            </Button>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
