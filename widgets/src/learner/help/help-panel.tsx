import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useId, useState, type FormEvent } from 'react';
import { Ago } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import type { LabPage } from '../lab-document.ts';
import { Panel } from '../panel.tsx';
import { learnerWords } from '../words/index.ts';
import { helpAnchor } from '../workspace/workspace-context.ts';
import classes from './help-panel.module.css';

const longestQuestion = 500;

/** Raise a hand with one sentence; the instructor's answer appears in the same place. */
export function HelpPanel() {
  const words = useWords(learnerWords).help;
  const { page, readOnly } = useLab();
  const waiting = page.help.some(({ open, fromLearner }) => open && fromLearner);
  return (
    <Panel title={words.title}>
      {page.help.length > 0 && (
        <ul className={classes['messages']}>
          {page.help.map((message) => (
            <Message key={message.id} message={message} />
          ))}
        </ul>
      )}
      <output className={classes['note']}>{waiting ? words.waiting : words.empty}</output>
      {!readOnly && <AskForm />}
    </Panel>
  );
}

function Message({ message }: { readonly message: LabPage['help'][number] }) {
  const words = useWords(learnerWords).help;
  return (
    <li className={`${classes['message']} ${message.fromLearner ? classes['mine'] : ''}`}>
      <span className={classes['meta']}>
        {message.fromLearner ? words.you : message.author} · <Ago at={message.at} />
      </span>
      {message.text}
    </li>
  );
}

function AskForm() {
  const words = useWords(learnerWords).help;
  const { acts } = useLab();
  const [text, setText] = useState('');
  const labelId = useId();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && (await acts.ask(text.trim()))) setText('');
  };
  return (
    <form className={classes['form']} onSubmit={(event) => void send(event)}>
      <label id={labelId} className={classes['label']} htmlFor={helpAnchor}>
        {words.ask}
      </label>
      <textarea
        id={helpAnchor}
        className={classes['field']}
        rows={2}
        maxLength={longestQuestion}
        placeholder={words.placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="compact-md"
        fz="sm"
        variant="default"
        leftSection={<IconHandStop size={16} aria-hidden="true" />}
        disabled={text.trim() === '' || acts.busy.ask}
      >
        {acts.busy.ask ? words.sending : words.send}
      </Button>
    </form>
  );
}
