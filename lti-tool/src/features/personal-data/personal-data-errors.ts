import type { ErrorEntry } from '../../errors.ts';

export const personalDataErrors = {
  PERSON_UNKNOWN: { status: 404, message: 'There is no such person. Look for them by name, e-mail or the id that their LMS gives them.' },
  PERSON_AT_WORK: { status: 409, message: 'This person has a lab that is not over. End it, wait until it has ended, and try again.' },
  PERSON_NOT_CONFIRMED: { status: 400, message: 'What was typed is not what confirms it, so nobody was erased. Type it exactly as it stands there.' },
} as const satisfies Record<string, ErrorEntry>;
