import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';

/** Copies a text and says so. `look="button"` carries the word, for a main action. */
export function CopyButton({ value, what, look = 'icon' }: { readonly value: string; readonly what: string; readonly look?: 'icon' | 'button' }) {
  const words = useWords(sharedWords);
  const clipboard = useClipboard({ timeout: 1500 });
  const copy = () => clipboard.copy(value);
  const picture = clipboard.copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />;
  const said = (
    <output className="visually-hidden">{clipboard.copied ? words.copied : ''}</output>
  );
  if (look === 'button') {
    return (
      <>
        <Button variant="default" size="compact-sm" leftSection={picture} onClick={copy} aria-label={`${words.copy}: ${what}`}>
          {clipboard.copied ? words.copied : words.copy}
        </Button>
        {said}
      </>
    );
  }
  return (
    <>
      <Tooltip label={clipboard.copied ? words.copied : words.copy}>
        <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`${words.copy}: ${what}`}>
          {picture}
        </ActionIcon>
      </Tooltip>
      {said}
    </>
  );
}
