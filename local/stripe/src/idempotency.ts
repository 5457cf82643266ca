import { StripeApiError } from './errors.ts';
import type { KeptAnswer } from './state.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Stripe keeps keys for a day at least; this endpoint not a second longer, so that nobody relies on more. */
const KEPT_SECONDS = 24 * 3_600;

interface KeyedRequest {
  readonly key: string | undefined;
  readonly request: string;
  /** Unix time. */
  readonly at: number;
}

/**
 * The same key with the same request answers the same again, an error too once the request was begun; with another request it
 * is an error of its own.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export function answerOnce(answers: Record<string, KeptAnswer>, { key, request, at }: KeyedRequest, run: () => string): Answer {
  if (key === undefined) return answering(run);
  const earlier = Object.hasOwn(answers, key) ? answers[key] : undefined;
  const kept = earlier !== undefined && at - earlier.at < KEPT_SECONDS ? earlier : undefined;
  if (kept !== undefined && kept.request !== request) {
    throw new StripeApiError(400, 'idempotency_error', 'Keys for idempotent requests can only be used with the same parameters they were first used with.');
  }
  if (kept !== undefined) return kept;
  const answer = answering(run);
  Object.assign(answers, { [key]: { request, at, ...answer } });
  return answer;
}

function answering(run: () => string): Answer {
  try {
    return { status: 200, body: run() };
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return { status: error.status, body: error.body };
  }
}
