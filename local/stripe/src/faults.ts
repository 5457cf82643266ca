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
  /** Webhooks are sent twice. */
  duplicateWebhooks: boolean;
}

export const noFaults = (): Faults => ({ loseReply: 0, throttle: 0, fail: 0, reset: 0, duplicateWebhooks: false });

/** Uses up one occurrence of a fault. */
export function strikes(faults: Faults, name: 'loseReply' | 'throttle' | 'fail' | 'reset'): boolean {
  if (faults[name] <= 0) return false;
  Object.assign(faults, { [name]: faults[name] - 1 });
  return true;
}
