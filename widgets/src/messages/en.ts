import type { WordsOf } from './language.ts';

/** "1 step", "2 steps". */
const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const en = {
  product: 'Cloudclass',
  loading: 'Loading…',
  stillLoading: 'This is taking longer than usual. We are still waiting for the server.',
  tryAgain: 'Try again',
  reload: 'Reload the page',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  more: 'More',
  skip: 'Skip to the content',
  errorCode: 'Code',
  correlationId: 'Reference',
  tellHelpdesk: 'If it stays, give the helpdesk this code.',
  openNewWindow: 'Open in a new window',
  backToCourse: 'Back to the course',
  language: 'Language',
  appearance: { label: 'Appearance', auto: 'As the system', light: 'Light', dark: 'Dark' },
  actors: { LEARNER: 'Learner', INSTRUCTOR: 'Instructor', MANAGER: 'Manager', SALES: 'Sales', OPERATOR: 'Operator' },
  signOut: 'Sign out',
  connection: {
    connecting: 'Connecting',
    live: 'Live',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    reconnectingLong: 'The live connection broke. We are trying again; what you see may be a little old.',
    offlineLong: 'You are offline. What you do in AWS is still recorded, and this page catches up when you are back.',
  },
  progress: (done: number, all: number) => `${done} of ${all}`,
  duration: {
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (h: number, m: number) => (m === 0 ? `${h} h` : `${h} h ${String(m).padStart(2, '0')}`),
    days: (n: number) => count(n, 'day', 'days'),
  },
  ago: (duration: string) => `${duration} ago`,
  justNow: 'just now',
  left: (duration: string) => `${duration} left`,
  problems: {
    'no-session': { title: 'There is no session here', text: 'Open the activity again from your course.' },
    'storage-unavailable': {
      title: 'Continue in a new window',
      text: 'This browser does not let a page inside another site keep you signed in. In a window of its own everything works as usual.',
    },
    'verify-refused': {
      title: 'We could not confirm this launch',
      text: 'The launch was begun in another browser or is too old. Open the activity again from your course.',
    },
    notFound: { title: 'There is no such page', text: 'Open the activity again from your course.' },
  },
  errors: {
    NETWORK: 'The server cannot be reached. Check your connection and try again.',
    BAD_INPUT: 'The request is not of the form it must have. Reload the page and try again.',
    NOT_SIGNED_IN: 'Your session has ended. Open the activity again from your course.',
    FORBIDDEN: 'This is not yours to see or change. Open the activity again from your own course page.',
    NOT_FOUND: 'There is nothing at this address. Open the activity again from your course.',
    INTERNAL: 'Something went wrong on our side. Try again.',
    DATABASE_UNAVAILABLE: 'The service is starting or its database is away. Try again in a minute.',
  },
  errorTitle: 'That did not work',
} as const;

export type Words = WordsOf<typeof en>;
