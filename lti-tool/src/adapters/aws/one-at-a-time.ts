import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isNamed } from './named.ts';

/** What a later try does not meet any more. */
const PASSING = ['ConcurrentModificationException', 'PolicyChangesInProgressException'];
const ATTEMPTS = 8;
const REST_MILLISECONDS = 250;

/**
 * Organizations changes one thing at a time: who comes meanwhile is refused, and the SDK does not ask again by itself. A class that ends together
 * is many at once, so each waits a little longer every time, and not as long as the others.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html (ConcurrentModificationException)
 */
export async function oneAtATime<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!PASSING.some((name) => isNamed(error, name)) || attempt === ATTEMPTS) throw error;
      await pause(REST_MILLISECONDS * attempt + randomInt(REST_MILLISECONDS));
    }
  }
}
