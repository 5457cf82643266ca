import type { ErrorEntry } from '../../errors.ts';

export const configurationErrors = {
  CONFIGURATION_STEPS: { status: 400, message: 'Choose at least one step of the lab. If the list of steps looks old, reload the page.' },
  CONFIGURATION_POINTS: { status: 400, message: 'Give a whole number of points: at least one for each step, and 1,000 at most.' },
  CONFIGURATION_DATES: { status: 400, message: 'The dates are not in order: the activity opens first, then it is due, then it closes.' },
  CONFIGURATION_IN_USE: { status: 409, message: 'Learners have begun this lab, so the activity cannot lead to another one. Add a new activity for the other lab.' },
} as const satisfies Record<string, ErrorEntry>;
