import type { WordsOf } from '../../messages/language.ts';

export const en = {
  nobody: 'No name given',
  olderEntries: 'Show older ones',
  fetchingOlder: 'Fetching older ones…',
  allShown: 'That is all.',
  money: { notAnAmount: 'Give an amount above zero, in figures.' },
  lab: {
    NOT_STARTED: 'Not started',
    STARTING: 'Starting',
    WORKING: 'Working',
    ENDING: 'Ending',
    ENDED: 'Ended',
    FAILED: 'Did not start',
  },
  grade: {
    NONE: 'No grade yet',
    WAITING: 'Waits to be sent',
    SENDING: 'Being sent',
    SENT: 'In the gradebook',
    RETRYING: 'Trying again',
    REFUSED: 'Refused by the course',
    UNAVAILABLE: 'No gradebook column',
  },
  gradeProblem: {
    GRADE_THROTTLED: 'The course site asked us to slow down. It is sent by itself as soon as it may be.',
    GRADE_UNREACHABLE: 'The course site did not answer. It is sent again by itself.',
    GRADE_UNAUTHORIZED: 'The course site does not let Cloudclass in. Its administrator checks the tool’s public keyset URL.',
    GRADE_FORBIDDEN: 'The course site does not let Cloudclass write grades. Its administrator grants the score service.',
    GRADE_COLUMN_FORBIDDEN: 'There is no gradebook column yet, and Cloudclass may not make one. Its administrator grants the line item service.',
    GRADE_CONFLICT: 'The course site holds a newer score. It is sent again by itself.',
    GRADE_COLUMN_GONE: 'The gradebook column was removed. It is looked for again by itself.',
    GRADE_ACTIVITY_GONE: 'The course site no longer has this activity, or its course has ended. The grade is kept here; it is sent if the activity returns.',
    GRADE_LOCKED: 'The gradebook does not keep it: the grade or its column is locked there, or the column takes no points. Once unlocked, it is sent by itself within hours, or at once by you.',
    GRADE_NOT_GRADABLE: 'The course does not grade this person. Enrol them as a learner, then send the grade again.',
    GRADE_GAVE_UP: 'It could not be sent for a whole term. Send it again once the course site answers.',
    GRADE_NO_GRADEBOOK: 'The activity has no gradebook column. Turn on grading for it in the course, then open it once.',
    GRADE_ANONYMOUS: 'The course site does not say who the learner is. Its administrator shares user ids with the tool.',
  },
} as const;

export type StaffWords = WordsOf<typeof en>;
