/** How a page is read and when it has to be read again. */
export interface ReadPage<Page> {
  readonly read: () => Promise<Page>;
  readonly notices: (signal: AbortSignal) => AsyncIterable<void>;
}

/** A page that several windows of this process show: read again once for all of them. */
interface Shared<Page> {
  readonly windows: Set<(reading: Promise<Page>) => void>;
  readonly closed: AbortController;
}

interface OwnPage<Page> extends ReadPage<Page> {
  /** Names what is shown: alike for all who may see it and are shown the same. Throws when the window may not. */
  readonly shown: () => string;
}

/** Gives a window its part in the readings of all that show the same. */
export type SharedReadings<Page> = (own: OwnPage<Page>) => ReadPage<Page>;

/**
 * Readings of one kind of page, shared by the windows of this process that show the same one. What a window is shown first it reads itself, with its
 * own right; from then on it is given the newest reading that began after that, made as the window that was there first makes it.
 */
export function createSharedReadings<Page>(): SharedReadings<Page> {
  const all = new Map<string, Shared<Page>>();
  const join = (shown: string, own: ReadPage<Page>, hear: (reading: Promise<Page>) => void): (() => void) => {
    const shared = all.get(shown) ?? { windows: new Set(), closed: new AbortController() };
    shared.windows.add(hear);
    if (!all.has(shown)) {
      all.set(shown, shared);
      void readAgain(shared, own);
    }
    return () => {
      shared.windows.delete(hear);
      if (shared.windows.size > 0) return;
      all.delete(shown);
      shared.closed.abort();
    };
  };
  return (own) => {
    let newest: Promise<Page> | undefined;
    return {
      read: () => newest ?? own.read(),
      notices(signal) {
        const shown = own.shown();
        return newReadings<Page>((hear) => join(shown, own, hear), (reading) => { newest = reading; }, signal);
      },
    };
  };
}

async function readAgain<Page>({ windows, closed }: Shared<Page>, { read, notices }: ReadPage<Page>): Promise<void> {
  for await (const _ of notices(closed.signal)) {
    const reading = read();
    for (const hear of windows) hear(reading);
    // whoever waits for it hears of a failure; notices keep their pace by how long it takes
    await reading.catch(() => {});
  }
}

/** Yields when there is a newer reading; what comes while a window is sent one is one more, the newest. */
async function* newReadings<Page>(join: (hear: (reading: Promise<Page>) => void) => () => void, take: (reading: Promise<Page>) => void, signal: AbortSignal): AsyncGenerator<void> {
  let next: Promise<Page> | undefined;
  let wake = (): void => {};
  const leave = join((reading) => { next = reading; wake(); });
  signal.addEventListener('abort', () => { leave(); wake(); }, { once: true });
  while (!signal.aborted) {
    if (next === undefined) await new Promise<void>((resolve) => { wake = resolve; });
    if (next === undefined) continue;
    take(next);
    next = undefined;
    yield;
  }
}
