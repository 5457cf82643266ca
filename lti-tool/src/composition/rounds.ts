import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const REST_AFTER_TROUBLE_MILLISECONDS = 2_000;

export interface RoundsOptions {
  /** What it does, for the log. */
  readonly name: string;
  /** Between one round and the next. */
  readonly restMilliseconds: number;
  readonly log: Logger;
}

/**
 * Does something again and again until closed, one round after another.
 * @param round says whether to go on without a rest; what it throws is logged, and it is tried again
 */
export function startRounds({ name, restMilliseconds, log }: RoundsOptions, round: () => Promise<boolean>): { close(): Promise<void> } {
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const rest = await round().then((goOn) => (goOn ? 0 : restMilliseconds), (error: unknown) => {
        log.warn({ error }, `${name} failed`);
        return Math.max(restMilliseconds, REST_AFTER_TROUBLE_MILLISECONDS);
      });
      await pause(rest, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = loop();
  return {
    async close() {
      stopped.abort();
      await running;
    },
  };
}
