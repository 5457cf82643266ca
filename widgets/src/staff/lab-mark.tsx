import { useWords } from '../messages/language.ts';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { staffWords } from './words/index.ts';

type LabStatus = keyof (typeof staffWords)['en']['lab'];

const tones: Readonly<Record<LabStatus, Tone>> = { NOT_STARTED: 'quiet', STARTING: 'busy', WORKING: 'good', ENDING: 'busy', ENDED: 'quiet', FAILED: 'bad' };

/** What a learner's lab is doing. */
export function LabMark({ status }: { readonly status: LabStatus }) {
  const words = useWords(staffWords).lab;
  return <StatusMark tone={tones[status]}>{words[status]}</StatusMark>;
}
