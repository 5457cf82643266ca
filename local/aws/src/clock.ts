/** Where this endpoint takes the time from; tests give one that they move. */
export interface Clock {
  now(): Date;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** Seconds since the epoch, the timestamp form of the AWS JSON protocols. */
export function epochSeconds(time: string | Date): number {
  return new Date(time).getTime() / 1000;
}

/** ISO 8601 without milliseconds, as CloudTrail and STS write it. */
export function isoSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
