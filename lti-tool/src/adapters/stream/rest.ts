import { setTimeout as pause } from 'node:timers/promises';

/** Waits, or returns at once when stopped. */
export function rest(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return pause(milliseconds, undefined, { signal: stopped }).catch(() => {});
}
