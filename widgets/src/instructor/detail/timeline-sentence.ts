import { formatPosition } from '../../format/duration.ts';
import type { Tone } from '../../status/tone.ts';
import type { InstructorWords } from '../words/en.ts';
import type { TimelineEntry } from './detail-document.ts';

type Words = InstructorWords['timeline'];
type Sentences = Readonly<Record<string, (about: string) => string>>;
type Phrases = Readonly<Record<string, string>>;

/** What happened in a sentence; a word that this version does not know stands for itself. */
export function timelineSentence(entry: TimelineEntry, stepTitle: string | null, words: Words): string {
  const step = stepTitle ?? words.step;
  const said = (sentences: Sentences, about: string) => sentences[entry.what]?.(about) ?? entry.what;
  const phrase = (phrases: Phrases) => phrases[entry.what] ?? entry.what;
  switch (entry.kind) {
    case 'RECORD':
      return entry.errorCode === null ? words.call(entry.what) : words.refused(entry.what, entry.errorCode);
    case 'VERDICT':
      return said(words.verdict, step);
    case 'OVERRIDE':
      return said(words.override, step);
    case 'VIDEO':
      return said(words.video, formatPosition(Number(entry.detail ?? 0)));
    case 'LAB':
      return phrase(words.lab);
    case 'GRADE':
      return phrase(words.grade);
    case 'HELP':
      return phrase(words.help);
  }
}

/** What stands below the sentence; a video's place is already in it. */
export function timelineDetail({ kind, detail }: TimelineEntry): string | null {
  if (kind === 'RECORD') return detail?.replace('.amazonaws.com', '') ?? null;
  return kind === 'VIDEO' ? null : detail;
}

const toneOfWord: Readonly<Record<string, Tone>> = {
  passed: 'good',
  held: 'good',
  sent: 'good',
  ready: 'good',
  'near-miss': 'warn',
  'credit.low': 'warn',
  asked: 'warn',
  'not-passed': 'bad',
  forbidden: 'bad',
  refused: 'bad',
  failed: 'bad',
  error: 'bad',
  'credit.ended': 'bad',
};

export function timelineTone(entry: TimelineEntry): Tone {
  if (entry.errorCode !== null) return 'bad';
  return entry.kind === 'RECORD' ? 'quiet' : (toneOfWord[entry.what] ?? 'quiet');
}
