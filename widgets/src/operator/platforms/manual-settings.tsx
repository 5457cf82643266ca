import { useState } from 'react';
import { Button } from '@mantine/core';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { CopyButton } from '../../text/copy-button.tsx';
import type { PlatformHealth } from '../operator-document.ts';
import classes from '../operator.module.css';
import { operatorWords } from '../words/index.ts';
import { Values } from './values.tsx';

/** What an administrator types into an LMS that does not register itself. */
export function ManualSettings({ settings }: { readonly settings: PlatformHealth['settings'] }) {
  const words = useWords(operatorWords).manual;
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={words.title}
      aside={
        <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.hide : words.show}
        </Button>
      }
    >
      <p className={classes['note']}>{words.text}</p>
      {open && (
        <div className={classes['form']}>
          <Values
            values={[
              [words.name, settings.name],
              [words.launchUrl, settings.launchUrl],
              [words.redirectUrl, settings.launchUrl],
              [words.deepLinkingUrl, settings.launchUrl],
              [words.loginUrl, settings.loginUrl],
              [words.keysUrl, settings.keysUrl],
              [words.domain, settings.domain],
              [words.iconUrl, settings.iconUrl],
            ]}
          />
          <div className={classes['line']}>
            <h3 className={classes['part']}>{words.canvas}</h3>
            <CopyButton value={settings.canvasKey} what={words.canvas} look="button" />
          </div>
          <p className={classes['note']}>{words.canvasText}</p>
        </div>
      )}
    </Panel>
  );
}
