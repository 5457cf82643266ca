import { Stripe } from 'stripe';
import { ProviderError, type ProviderFailure } from '../provider.ts';

/** Asks Stripe; whatever goes wrong comes out as an error of the port. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(failureOf(error), error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** @see https://docs.stripe.com/error-handling */
function failureOf(error: unknown): ProviderFailure {
  if (error instanceof Stripe.errors.StripeRateLimitError) return 'throttled';
  if (error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAPIError) return 'ambiguous';
  return 'refused';
}

/** The SDK resolves a bare 404 without an `error` body as success: only an object of the kind asked for is an answer. */
export function answered<Answer extends { readonly object: string }>(answer: Answer, object: Answer['object']): Answer {
  if (answer.object !== object) throw new ProviderError('ambiguous', `asked for ${object}, got ${String(answer.object)}`);
  return answer;
}

/** Whether Stripe says that there is no such object. @see https://docs.stripe.com/error-codes#resource-missing */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}
