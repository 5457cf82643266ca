import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useWords } from '../../messages/language.ts';
import { handToFrame } from '../../session/answer-handover.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { instructorWords } from '../words/index.ts';
import { labOf, type Choice } from './choice.ts';
import { answerMutation, declineMutation, type DeepLinkingAnswer } from './choose-document.ts';
import classes from './choose.module.css';
import { PlacedItems } from './placed-items.tsx';
import { postAnswer } from './post-answer.ts';

const nothing = {};

/** Hands the choice over to the platform, shows beforehand what it will get, or goes back without one. */
export function SubmitBar({ choices, mayPlace }: { readonly choices: readonly Choice[]; readonly mayPlace: boolean }) {
  const words = useWords(instructorWords).choose;
  const answer = useAct(answerMutation);
  const decline = useAct(declineMutation);
  const [leaving, setLeaving] = useState(false);
  const leave = async (done: DeepLinkingAnswer | undefined) => {
    if (done === undefined) return;
    setLeaving(true);
    if (await handToFrame(window, done)) window.close();
    else postAnswer(done);
  };
  const submit = async () => leave((await answer.run({ labs: choices.map(labOf) }))?.answerDeepLinking);
  const goBack = async () => leave((await decline.run(nothing))?.declineDeepLinking);
  const busy = answer.busy || decline.busy || leaving;
  const error = answer.error ?? decline.error;
  return (
    <div className={classes['submit']} data-stays="bottom">
      {error && (
        <ErrorNotice
          error={error}
          onDismiss={() => {
            answer.forget();
            decline.forget();
          }}
        />
      )}
      {choices.length > 0 && (
        <details className={classes['preview']}>
          <summary>{words.whatCourseGets}</summary>
          <PlacedItems choices={choices} />
        </details>
      )}
      <div className={classes['submitLine']}>
        <output className={classes['count']}>{words.added(choices.length)}</output>
        <div className={classes['submitButtons']}>
          <Button variant="default" disabled={busy} onClick={() => void goBack()}>
            {words.decline}
          </Button>
          {mayPlace && (
            <Button disabled={choices.length === 0 || busy} onClick={() => void submit()}>
              {busy ? words.submitting : words.submit}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
