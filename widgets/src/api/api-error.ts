import type { CombinedError } from 'urql';

/** An error as the pages show it. */
export interface ApiError {
  /** What support searches for. */
  readonly code: string;
  /** Joins this answer with the server's log. */
  readonly correlationId: string | null;
  /** The server's own sentence, in case this version has none for the code. */
  readonly message: string;
}

/** Reads the coded error from an answer; a failure of the network itself has the code `NETWORK`. */
export function toApiError(error: CombinedError): ApiError {
  const [first] = error.graphQLErrors;
  if (first) {
    return {
      code: textOr(first.extensions['code'], 'INTERNAL'),
      correlationId: textOr(first.extensions['correlationId'], null),
      message: first.message,
    };
  }
  return { code: 'NETWORK', correlationId: null, message: error.networkError?.message ?? error.message };
}

function textOr<Fallback>(value: unknown, fallback: Fallback): string | Fallback {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
