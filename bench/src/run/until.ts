import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks until a condition holds.
 * @throws Error when it does not within the deadline
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>, { seconds = 60, everyMilliseconds = 20 } = {}): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(everyMilliseconds);
  }
}
