import type { ErrorEntry } from '../../errors.ts';

export const courseErrors = {
  ROSTER_UNAVAILABLE: { status: 409, message: 'The course site does not share who is in the course. Ask its administrator to turn on names and roles for this tool.' },
  ROSTER_UNREACHABLE: { status: 502, message: 'The course site did not answer with the list of people. Try again in a minute.' },
  GROUPS_UNREACHABLE: { status: 502, message: 'The course site did not say which groups there are. The list of people is up to date; try again in a minute.' },
} as const satisfies Record<string, ErrorEntry>;
