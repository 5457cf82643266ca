import type { Ids } from '../ports/clock.ts';
import { CodedError, fail } from '../errors.ts';

export interface Rejection {
  readonly error: CodedError;
  /** The same in the log and on the page. */
  readonly correlationId: string;
}

export interface RejectionDeps {
  readonly ids: Ids;
  /** What an error is in codes: whether the database is away, say. Without it, what is not coded is INTERNAL. */
  readonly coded?: (cause: unknown) => CodedError;
  /** Hears of everything that is refused; the person sees code and correlation id only. */
  readonly onRejected: (rejection: Rejection) => void;
}

/** Runs a handler; what it throws is told to the log and handed on as a coded error. */
export async function answerOrReject(deps: RejectionDeps, answer: () => unknown, reject: (rejection: Rejection) => void): Promise<void> {
  try {
    await answer();
  } catch (cause) {
    const error = cause instanceof CodedError ? cause : (deps.coded?.(cause) ?? fail('INTERNAL', { cause }));
    const rejection = { error, correlationId: deps.ids.next() };
    deps.onRejected(rejection);
    reject(rejection);
  }
}
