import type { WordsOf } from '../../messages/language.ts';

export const en = {
  loading: 'Fetching the log…',
  empty: 'Nothing has been done yet',
  noMatch: 'No entry matches',
  noMatchText: 'Change the filters to see more.',
  actor: 'Who',
  action: 'What',
  target: 'On what',
  detail: 'Detail',
  at: 'When',
  allActions: 'Everything',
  actorHint: 'Part of a name',
  details: {
    erasures: { requested: 'The person asked for it', 'not-needed': 'It was needed no longer', mistaken: 'They were listed by mistake' },
    passed: 'Passed',
    notPassed: 'Not passed',
    monthly: (amount: string) => `${amount} a month`,
    terms: (allowance: string, percent: string, from: string, until: string | null) => `${allowance} for each learner and course · ${percent}% off · from ${from}${until === null ? '' : ` until ${until}`}`,
    price: (amount: string, seconds: number | null, from: string) => `${amount} ${seconds === null ? 'an hour' : `for ${seconds} s`} · from ${from}`,
    resealed: (n: number) => `${n} ${n === 1 ? 'secret' : 'secrets'}`,
    configured: (lab: string, steps: number, points: number) => `${lab} · ${steps} ${steps === 1 ? 'step' : 'steps'} · ${points} ${points === 1 ? 'point' : 'points'}`,
  },
} as const;

export type AuditWords = WordsOf<typeof en>;
