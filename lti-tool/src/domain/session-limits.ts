/**
 * How long a session lives. It ends when nobody uses it, an open page counting as use, so that a lab of four hours never loses its learner;
 * and at the latest so long after its launch that a browser somebody walked away from does not stay signed in for a day.
 */
export const sessionLimits = {
  /** Without any use. */
  idleHours: 2,
  /** From launch or sign-in, used or not renewed. */
  firstHours: 8,
  /** From the last use, where that is later. */
  renewedHours: 4,
  /** From launch or sign-in, whatever happens. */
  longestHours: 16,
} as const;

export const HOUR_MILLISECONDS = 3_600_000;
