import type { WordsOf } from '../../messages/language.ts';

export const en = {
  loading: 'Reading how far they are…',
  lead: 'You see how far the people you accompany are. What they do in the lab is not shown here.',
  progress: (name: string) => `Progress of ${name}`,
  stepsDone: (done: number, all: number) => `${done} of ${all} steps`,
  points: (points: number, maximum: number) => `${points} of ${maximum} points`,
  lastActive: 'Last at work',
  noWorkYet: 'No work seen in the lab yet.',
  steps: 'Steps',
  notYetHere: (count: number) => (count === 1 ? 'One more person you accompany has not opened this activity yet. They appear here as soon as they do.' : `${count} more people you accompany have not opened this activity yet. They appear here as soon as they do.`),
  nobody: 'Nobody to show',
  nobodyText: 'The course site does not say whom you accompany. Ask the instructor or the course site’s help desk to link you with the learner, then open the activity again.',
} as const;

export type ObserverWords = WordsOf<typeof en>;
