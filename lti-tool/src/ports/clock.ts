import { randomUUID } from 'node:crypto';

/** Tells the time; decisions and features never ask the system themselves. */
export interface Clock {
  now(): Date;
}

/** Makes new ids (UUID); injected so that tests can foresee them. */
export interface Ids {
  next(): string;
}

export const systemClock: Clock = { now: () => new Date() };
export const randomIds: Ids = { next: () => randomUUID() };
