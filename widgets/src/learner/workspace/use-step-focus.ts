import { useEffect, useRef, useState } from 'react';
import { useLocalized, useWords } from '../../messages/language.ts';
import type { LabStep } from '../lab-document.ts';
import { newlyDone, openStep } from '../step-progress.ts';
import { learnerWords } from '../words/index.ts';
import { goTo, stepAnchor } from './workspace-context.ts';

interface StepFocus {
  readonly selectedStep: string | null;
  readonly select: (stepId: string) => void;
  /** What changed by itself, for a screen reader. */
  readonly announcement: string;
}

/**
 * Follows the learner's progress: the first open step is selected; when a step passes, the next one is, and it is said.
 * The keyboard moves along only when it stood among the steps: nobody is torn out of a sentence.
 */
export function useStepFocus(steps: readonly LabStep[]): StepFocus {
  const words = useWords(learnerWords).steps;
  const text = useLocalized();
  const [selectedStep, select] = useState<string | null>(() => openStep(steps)?.id ?? null);
  const [announcement, announce] = useState('');
  const before = useRef(steps);

  useEffect(() => {
    const done = newlyDone(before.current, steps);
    before.current = steps;
    if (!done) return;
    const next = openStep(steps);
    const number = (step: LabStep) => steps.findIndex(({ id }) => id === step.id) + 1;
    const said = words.passedSaid(number(done), text(done.title));
    announce(`${said} ${next ? words.nextSaid(number(next), text(next.title)) : words.allPassed}`);
    select(next?.id ?? null);
    if (next && mayMoveKeyboard()) goTo(stepAnchor(next.id));
  }, [steps, words, text]);

  return { selectedStep, select, announcement };
}

function mayMoveKeyboard(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at.closest('[data-steps]') !== null;
}
