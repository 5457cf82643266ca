import { setTimeout as pause } from 'node:timers/promises';

/** Something that runs until it is closed, or stops by itself. */
export interface Going {
  /** Comes about when it has stopped, whoever stopped it; never fails. */
  readonly over: Promise<void>;
  /** May be called when it has stopped already. */
  close(): Promise<void>;
}

const REST_MILLISECONDS = 1_000;

/**
 * Starts something again whenever it has stopped by itself, a second later, until closed.
 * @param onError hears why it could not be started again; it is tried once more
 * @throws what the first start throws
 */
export async function keepGoing(start: () => Promise<Going>, onError: (error: unknown) => void, restMilliseconds = REST_MILLISECONDS): Promise<{ close(): Promise<void> }> {
  const closed = new AbortController();
  let going: Going | undefined = await start();
  const watch = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      await going?.over;
      if (closed.signal.aborted) return;
      await going?.close().catch(onError);
      going = undefined;
      await pause(restMilliseconds, undefined, { signal: closed.signal }).catch(() => {});
      if (closed.signal.aborted) return;
      const started = await start().catch((error: unknown) => { onError(error); return undefined; });
      // closed meanwhile: nobody else knows of it
      if (closed.signal.aborted) return started?.close();
      going = started;
    }
  };
  const watching = watch();
  return {
    async close() {
      closed.abort();
      await going?.close();
      await watching;
    },
  };
}
