import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Ago } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import type { BoardActs } from '../board/use-board.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';
import type { DetailLab } from './detail-document.ts';
import { SheetPart } from './sheet-part.tsx';

interface HelpThreadProps {
  readonly learnerId: string;
  readonly help: DetailLab['help'];
  readonly acts: BoardActs;
}

/** What the learner asked and was answered, and the place to answer. */
export function HelpThread({ learnerId, help, acts }: HelpThreadProps) {
  const words = useWords(instructorWords).detail;
  return (
    <SheetPart title={words.help}>
      {help.length === 0 && <p className={classes['quiet']}>{words.noHelp}</p>}
      <ul className={classes['thread']}>
        {help.map((message) => (
          <li key={message.id} className={`${classes['message']} ${message.fromLearner ? '' : classes['mine']}`}>
            <span className={classes['quiet']}>
              {message.author} · <Ago at={message.at} />
            </span>
            <span>{message.text}</span>
          </li>
        ))}
      </ul>
      {help.length > 0 && <AnswerForm learnerId={learnerId} acts={acts} />}
    </SheetPart>
  );
}

function AnswerForm({ learnerId, acts }: Pick<HelpThreadProps, 'learnerId' | 'acts'>) {
  const words = useWords(instructorWords).detail;
  const [text, setText] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && (await acts.answer(learnerId, text.trim()))) setText('');
  };
  return (
    <form className={classes['form']} onSubmit={(event) => void send(event)}>
      <Textarea label={words.answer} placeholder={words.answerPlaceholder} rows={2} maxLength={2000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" size="compact-md" fz="sm" disabled={text.trim() === '' || acts.busy.answer}>
        {acts.busy.answer ? words.sending : words.send}
      </Button>
    </form>
  );
}
