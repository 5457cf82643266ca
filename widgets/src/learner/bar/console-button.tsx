import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { FloatingNotice } from '../../shell/floating-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { openConsole } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';

/**
 * Opens the AWS console, signed in. The tab is opened in the click itself and sent on when the address is there:
 * a tab that opens later is taken for an advertisement and blocked.
 */
export function ConsoleButton({ className }: { readonly className?: string | undefined }) {
  const words = useWords(learnerWords).bar;
  const signIn = useAct(openConsole);
  const [blockedUrl, setBlockedUrl] = useState<string | null>(null);
  const open = async () => {
    const tab = window.open('about:blank', '_blank');
    if (tab) tab.opener = null;
    const answer = await signIn.run({});
    if (!answer) tab?.close();
    else if (tab) tab.location.replace(answer.openConsole.url);
    setBlockedUrl(answer && !tab ? answer.openConsole.url : null);
  };
  return (
    <>
      <Button
        className={className ?? ''}
        size="compact-md"
        fz="sm"
        leftSection={<IconExternalLink size={16} aria-hidden="true" />}
        disabled={signIn.busy}
        onClick={() => void open()}
      >
        {signIn.busy ? words.opening : words.console}
      </Button>
      {blockedUrl !== null && (
        <FloatingNotice>
          <Notice
            tone="warn"
            title={words.popup}
            actions={
              <Button component="a" size="compact-sm" href={blockedUrl} target="_blank" rel="noopener noreferrer" onClick={() => setBlockedUrl(null)}>
                {words.popupOpen}
              </Button>
            }
          />
        </FloatingNotice>
      )}
      {signIn.error && (
        <FloatingNotice>
          <ErrorNotice error={signIn.error} onDismiss={signIn.forget} />
        </FloatingNotice>
      )}
    </>
  );
}
