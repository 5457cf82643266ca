import classes from './progress-bar.module.css';
import type { Tone } from './tone.ts';

interface ProgressBarProps {
  /** 0 to 1. */
  readonly share: number;
  /** What is measured, for those who do not see the bar. */
  readonly label: string;
  /** The measure in words, such as "2 of 5". */
  readonly words: string;
  readonly tone?: Tone;
}

/** A bar whose measure is also said in words. */
export function ProgressBar({ share, label, words, tone = 'busy' }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return <progress className={`${classes['bar']} ${classes[tone]}`} value={percent} max={100} aria-label={label} aria-valuetext={words} />;
}
