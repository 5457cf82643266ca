import { ActionIcon, Tooltip } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { graphql } from '../api/graphql.ts';
import { useAct } from '../api/use-act.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';

const newWindow = graphql(`mutation NewWindow { newWindow { url } }`);

/**
 * Opens this page in a window of its own: in the frame of a course page there is never enough room. A frame's cookie does not reach other
 * windows, so the server makes an address that carries the session over. The tab opens in the click itself, or it would be blocked.
 */
export function NewWindowLink() {
  const words = useWords(sharedWords);
  const act = useAct(newWindow);
  const open = async () => {
    const tab = window.open('about:blank', '_blank');
    if (tab) tab.opener = null;
    const answer = await act.run({});
    if (answer && tab) tab.location.replace(answer.newWindow.url);
    else tab?.close();
  };
  return (
    <Tooltip label={words.openNewWindow}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.openNewWindow} loading={act.busy} onClick={() => void open()}>
        <IconExternalLink size={18} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}
