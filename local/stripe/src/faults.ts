/** What may go wrong on request, so that tests see what a bad day looks like. Each happens as often as its number says. */
export interface Faults {
  /** The request takes effect, but its answer never arrives. */
  loseReply: number;
  /** 429 before anything happens. */
  throttle: number;
  /** 500 before anything happens. */
  fail: number;
  /** The connection is cut before anything happens. */
  reset: number;
  /** 404 without an `error` body, as a wrong address would answer. */
  bareNotFound: number;
  /** Webhooks that arrive twice. */
  duplicateWebhooks: number;
  /** Webhooks that arrive only after the one behind them. */
  delayWebhooks: number;
}

export type FaultName = keyof Faults;

export const noFaults = (): Faults => ({ loseReply: 0, throttle: 0, fail: 0, reset: 0, bareNotFound: 0, duplicateWebhooks: 0, delayWebhooks: 0 });

/** Uses up one occurrence of a fault. */
export function strikes(faults: Faults, name: FaultName): boolean {
  if (faults[name] <= 0) return false;
  Object.assign(faults, { [name]: faults[name] - 1 });
  return true;
}
