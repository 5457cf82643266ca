import type { ErrorEntry } from '../errors.ts';

export const streamErrors = {
  STREAMS_OF_SESSION: { status: 429, message: 'This activity is open in too many windows, so this one does not renew itself. Close some of them, then reload this page.' },
  STREAMS_IN_ALL: { status: 503, message: 'More pages are open than the service can renew by itself. Reload this page to see what is new.' },
} as const satisfies Record<string, ErrorEntry>;
