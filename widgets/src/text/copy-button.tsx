import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { copyText } from './copy-text.ts';

const SAID_MILLISECONDS = 1500;

/** Copies a text and says so. `look="button"` carries the word, for a main action. */
export function CopyButton({ value, what, look = 'icon' }: { readonly value: string; readonly what: string; readonly look?: 'icon' | 'button' }) {
  const words = useWords(sharedWords);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(value));
  const picture = copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />;
  const said = (
    <output className="visually-hidden">{copied ? words.copied : ''}</output>
  );
  if (look === 'button') {
    return (
      <>
        <Button variant="default" size="compact-sm" leftSection={picture} onClick={() => void copy()} aria-label={`${words.copy}: ${what}`}>
          {copied ? words.copied : words.copy}
        </Button>
        {said}
      </>
    );
  }
  return (
    <>
      <Tooltip label={copied ? words.copied : words.copy}>
        <ActionIcon variant="subtle" color="gray" size="sm" onClick={() => void copy()} aria-label={`${words.copy}: ${what}`}>
          {picture}
        </ActionIcon>
      </Tooltip>
      {said}
    </>
  );
}
