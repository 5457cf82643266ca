import { CodedError } from '../errors.ts';

export interface LiveSource<Page> {
  readonly read: () => Promise<Page>;
  /** Notices that the page has changed, until the signal says that nobody looks any more. */
  readonly notices: (signal: AbortSignal) => AsyncIterable<void>;
  /** Says that the page is open, which keeps its session. Rejects with NOT_SIGNED_IN when the session has ended. */
  readonly stay: () => Promise<void>;
  /** Takes a place among the live pages, and gives it back when it is called. Throws when there is none. */
  readonly hold: () => () => void;
}

const STAYS_EVERY_MILLISECONDS = 120_000;

/**
 * A page as it changes: read once at the start and again after every notice, until it is closed or its session ends. Notices are listened to from
 * before the first read, so that what changes meanwhile is read again: who reads the stream has all of it. An open page keeps its
 * session, also while nothing changes: a learner may be at work in the console for hours. Closing it ends the wait for a notice: by itself
 * a generator hears of being closed only when it goes on, and a page that nobody looks at would keep its session for ever.
 */
export function reread<Page>(source: LiveSource<Page>, everyMilliseconds: number = STAYS_EVERY_MILLISECONDS): AsyncIterableIterator<Page> {
  const closed = new AbortController();
  const pages = pagesOf(source, closed, everyMilliseconds);
  const reading: AsyncIterableIterator<Page> = {
    next: () => pages.next(),
    return() {
      closed.abort();
      return pages.return(undefined);
    },
    [Symbol.asyncIterator]: () => reading,
  };
  return reading;
}

async function* pagesOf<Page>({ read, notices, stay, hold }: LiveSource<Page>, closed: AbortController, everyMilliseconds: number): AsyncGenerator<Page, undefined> {
  const release = hold();
  let ended: CodedError | undefined;
  const timer = setInterval(() => {
    stay().catch((cause: unknown) => {
      // anything else, such as a database that is away, is no reason to send a person off
      if (!(cause instanceof CodedError) || cause.code !== 'NOT_SIGNED_IN') return;
      ended = cause;
      closed.abort();
    });
  }, everyMilliseconds);
  let changes: AsyncIterator<void> | undefined;
  try {
    changes = notices(closed.signal)[Symbol.asyncIterator]();
    let changed = changes.next();
    yield await read();
    // the next notice is asked for when the page has been sent: notices keep their pace by how long that takes
    for (; (await changed).done !== true; changed = changes.next()) yield await read();
    if (ended !== undefined) throw ended;
  } finally {
    release();
    clearInterval(timer);
    closed.abort();
    // between two notices it does not hear of that
    void changes?.return?.();
  }
  return undefined;
}
