import type { WordsOf } from '../../messages/language.ts';

export const en = {
  nobody: 'No name given',
  olderEntries: 'Show older ones',
  fetchingOlder: 'Fetching older ones…',
  allShown: 'That is all.',
  money: { notAnAmount: 'Give an amount above zero, in figures.' },
  grade: {
    NONE: 'No grade yet',
    WAITING: 'Waits to be sent',
    SENDING: 'Being sent',
    SENT: 'In the gradebook',
    RETRYING: 'Trying again',
    REFUSED: 'Refused by the course',
    UNAVAILABLE: 'No gradebook column',
  },
} as const;

export type StaffWords = WordsOf<typeof en>;
