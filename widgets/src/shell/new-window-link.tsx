import { ActionIcon, Tooltip } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { pagePath } from '../session/session.ts';
import { useSession } from '../session/session-context.ts';

/** Opens this page in a window of its own: in the frame of a course page there is never enough room. */
export function NewWindowLink() {
  const words = useWords(sharedWords);
  const session = useSession();
  return (
    <Tooltip label={words.openNewWindow}>
      <ActionIcon
        component="a"
        href={pagePath(session, session.page)}
        target="_blank"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.openNewWindow}
      >
        <IconExternalLink size={18} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}
