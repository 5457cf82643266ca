/**
 * How often AWS is asked how far it is with a stack. Nobody waits for it meanwhile: a worker that did would be missed by a class that
 * starts, or ends, together, and AWS builds all their stacks side by side.
 */

/** A stack that was asked for just now is looked at so many times before the worker goes, unless others wait for it: a small one is there by then. */
export const FIRST_LOOKS = 4;
export const FIRST_LOOKS_MILLISECONDS = 300;

const SHORTEST_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 10_000;

/**
 * What takes long is looked at less often, so that a look comes at most a third late.
 * @param age how long AWS has been at it, in milliseconds
 * @returns when to look again, in milliseconds from now
 */
export function lookAgainAfter(age: number): number {
  return Math.min(Math.max(age / 3, SHORTEST_MILLISECONDS), LONGEST_MILLISECONDS);
}
