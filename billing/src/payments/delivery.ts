import type { ProviderFailure } from './provider.ts';

/** What becomes of a request after a failure, and when it is tried again. */
export interface NextAttempt {
  readonly status: 'pending' | 'ambiguous' | 'dead';
  readonly at: Date;
}

const FIRST_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 60 * 60_000;
const LAST_ATTEMPT = 40;

/**
 * Decides how a failed request goes on. A refusal is final and an operator's to see; a lost answer is tried again with the same
 * keys; waiting doubles up to an hour.
 */
export function afterFailure(failure: ProviderFailure, attempts: number, now: Date): NextAttempt {
  const wait = Math.min(FIRST_MILLISECONDS * 2 ** Math.max(0, attempts - 1), LONGEST_MILLISECONDS);
  if (failure === 'refused' || attempts >= LAST_ATTEMPT) return { status: 'dead', at: now };
  return { status: failure === 'ambiguous' ? 'ambiguous' : 'pending', at: new Date(now.getTime() + wait) };
}
