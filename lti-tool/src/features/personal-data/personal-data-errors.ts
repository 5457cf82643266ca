import type { ErrorEntry } from '../../errors.ts';

export const personalDataErrors = {
  PERSON_UNKNOWN: { status: 404, message: 'There is no such person. Look for them by name, e-mail or the id that their LMS gives them.' },
  PERSON_AT_WORK: { status: 409, message: 'This person has a lab that is not over. End it, wait until it has ended, and try again.' },
} as const satisfies Record<string, ErrorEntry>;
