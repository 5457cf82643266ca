import type { ErrorEntry } from '../../errors.ts';

/** Why a grade waits, was refused or cannot be sent: the code is what a page shows and a helpdesk searches for. */
export const gradeErrors = {
  GRADE_NOTHING_TO_SEND: { status: 404, message: 'There is no score to send yet. It appears with the first step that passes.' },
  GRADE_THROTTLED: { status: 503, message: 'The course site asks us to slow down. The grade is sent again by itself.' },
  GRADE_UNREACHABLE: { status: 503, message: 'The course site did not answer. The grade is sent again by itself.' },
  GRADE_UNAUTHORIZED: { status: 502, message: 'The course site did not let us in. The grade is sent again by itself; tell the helpdesk if it stays.' },
  GRADE_FORBIDDEN: { status: 502, message: 'The course site does not allow this tool to write grades. Ask its administrator to grant the score service.' },
  GRADE_COLUMN_FORBIDDEN: { status: 502, message: 'The activity has no gradebook column yet, and the course site does not let this tool look for one or make it. Ask its administrator to grant the line item service.' },
  GRADE_CONFLICT: { status: 409, message: 'The course site holds a newer score. The grade is sent again by itself.' },
  GRADE_COLUMN_GONE: { status: 409, message: 'The gradebook column was removed. It is looked for again by itself.' },
  GRADE_ACTIVITY_GONE: { status: 409, message: 'The course site no longer has this activity, or its course has ended, so there is no gradebook column. The grade is kept here, and sent by itself if the activity returns.' },
  GRADE_LOCKED: { status: 409, message: 'The gradebook does not keep this grade: the grade or its column is locked, or the column takes no points. Once the instructor has unlocked it, it is sent by itself.' },
  GRADE_NOT_GRADABLE: { status: 409, message: 'The course site does not grade this person. Check that they are enrolled as a learner, then send the grade again.' },
  GRADE_GAVE_UP: { status: 409, message: 'The grade could not be sent for a whole term. Check the connection, then send it again.' },
  GRADE_NO_GRADEBOOK: { status: 409, message: 'The activity has no gradebook column. Ask the instructor to turn on grading for it, then open it once.' },
  GRADE_ANONYMOUS: { status: 409, message: 'The course site does not say who the learner is, so there is nobody to grade. Ask its administrator to share user ids.' },
} as const satisfies Record<string, ErrorEntry>;

export type GradeProblem = keyof typeof gradeErrors;
