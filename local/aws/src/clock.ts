/** Where this endpoint takes the time from; tests give one that they move. */
export interface Clock {
  now(): Date;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** ISO 8601 without milliseconds, as CloudTrail and STS write it. */
export function isoSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
