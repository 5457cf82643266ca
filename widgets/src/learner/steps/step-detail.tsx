import { Button } from '@mantine/core';
import { IconBook2, IconBulb, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { Ago } from '../../format/instant.tsx';
import { formatPosition } from '../../format/duration.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import type { LabStep } from '../lab-document.ts';
import { isDone } from '../step-progress.ts';
import { learnerWords } from '../words/index.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { NearMiss } from './near-miss.tsx';
import classes from './step-detail.module.css';

/** What was seen for a step, what differs, and what can be done. */
export function StepDetail({ step }: { readonly step: LabStep }) {
  return (
    <div className={classes['detail']}>
      <LastSeen step={step} />
      {step.explanation && !isDone(step) && <NearMiss explanation={step.explanation} forbidden={step.status === 'FORBIDDEN'} />}
      <Hints step={step} />
      <StepActions step={step} />
      <StepLinks step={step} />
    </div>
  );
}

function LastSeen({ step }: { readonly step: LabStep }) {
  const words = useWords(learnerWords).steps;
  const { lastSeen, override } = step;
  return (
    <p className={classes['facts']}>
      {override ? (
        <>
          <strong>{words.overridden(override.by)}</strong> · {override.reason} · <Ago at={override.at} />
        </>
      ) : lastSeen ? (
        <>
          <strong>{words.seenEvent(lastSeen.eventName)}</strong> · <Ago at={lastSeen.at} />
          {step.status === 'SEEN' && step.seen !== null && step.needed !== null && <> · {words.seenOf(step.seen, step.needed)}</>}
        </>
      ) : (
        !isDone(step) && words.nothingYet
      )}
      {step.status === 'HELD' && <> {words.heldNote}</>}
    </p>
  );
}

function Hints({ step }: { readonly step: LabStep }) {
  const words = useWords(learnerWords).steps;
  const text = useLocalized();
  if (step.hintsRevealed.length === 0) return null;
  return (
    <ol className={classes['hints']}>
      {step.hintsRevealed.map((hint, at) => (
        <li key={hint.en} className={classes['hint']}>
          <b>{words.hintNumber(at + 1)}</b>
          {text(hint)}
        </li>
      ))}
    </ol>
  );
}

function StepActions({ step }: { readonly step: LabStep }) {
  const words = useWords(learnerWords).steps;
  const { acts, readOnly } = useLab();
  if (readOnly || isDone(step)) return null;
  return (
    <div className={classes['actions']}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRefresh size={15} aria-hidden="true" />}
        disabled={acts.busy.check}
        onClick={() => void acts.checkAgain(step.id)}
      >
        {acts.busy.check ? words.checking : words.checkAgain}
      </Button>
      {step.hintsLeft > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconBulb size={15} aria-hidden="true" />}
          disabled={acts.busy.hint}
          onClick={() => void acts.revealHint(step.id)}
        >
          {words.hint(step.hintsLeft)}
        </Button>
      )}
    </div>
  );
}

function StepLinks({ step }: { readonly step: LabStep }) {
  const words = useWords(learnerWords).steps;
  const text = useLocalized();
  const { page } = useLab();
  const { readGuide, playFrom } = useWorkspace();
  const chapter = page.video?.chapters.find(({ stepId }) => stepId === step.id);
  return (
    <div className={classes['links']}>
      <button type="button" className={classes['link']} onClick={() => readGuide(step.id)}>
        <IconBook2 size={15} aria-hidden="true" />
        {words.readGuide}
      </button>
      {chapter && (
        <button type="button" className={classes['link']} onClick={() => playFrom(chapter.startSeconds)}>
          <IconPlayerPlay size={15} aria-hidden="true" />
          {words.chapter(formatPosition(chapter.startSeconds))} · {text(chapter.title)}
        </button>
      )}
    </div>
  );
}
