import type { ErrorEntry } from '../../errors.ts';

export const helpErrors = {
  HELP_TEXT_EMPTY: { status: 400, message: 'Write one sentence about where you are stuck, then send it.' },
  HELP_TEXT_LONG: { status: 400, message: 'Keep the message under 2,000 characters.' },
} as const satisfies Record<string, ErrorEntry>;
