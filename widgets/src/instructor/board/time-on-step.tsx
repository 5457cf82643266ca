import { useNow } from '../../format/clock.ts';
import { formatDuration } from '../../format/duration.ts';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';

interface TimeOnStepProps {
  /** What the step took; null when nobody was at it yet. */
  readonly seconds: number | null;
  /** Set for the step the learner stands at: its clock runs on from this time, in milliseconds. */
  readonly runningSince: number | null;
  readonly className: string | undefined;
}

/** The time that a step took, or has taken so far. */
export function TimeOnStep({ seconds, runningSince, className }: TimeOnStepProps) {
  if (runningSince !== null) return <Running since={runningSince} className={className} />;
  return seconds === null ? null : <Duration seconds={seconds} className={className} />;
}

const stepMs = 10_000;

function Running({ since, className }: { readonly since: number; readonly className: string | undefined }) {
  return <Duration seconds={Math.max(0, (useNow(stepMs) - since) / 1000)} className={className} />;
}

function Duration({ seconds, className }: { readonly seconds: number; readonly className: string | undefined }) {
  return <span className={className}>{formatDuration(seconds, useWords(sharedWords))}</span>;
}
