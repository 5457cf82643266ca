import pino, { type DestinationStream, type Logger } from 'pino';
import type { Rejection } from '../http/rejection.ts';

const LONGEST_CHAIN = 5;

/**
 * The log: JSON lines on standard output. An error stands in it by name, code, message and stack, with what caused it. Nothing else of it is
 * written: drivers and clients put whole statements and requests, with what is secret in them, on their errors.
 */
export function createLog({ level, roles, destination }: { readonly level: string; readonly roles: readonly string[]; readonly destination?: DestinationStream }): Logger {
  return pino({ level, base: { roles: roles.join(',') }, serializers: { error: shownError, cause: shownError, err: shownError } }, destination);
}

/** Writes down what was refused at a page of the server's own: code, the person's request number, the private detail; our own faults as errors. */
export const logRejections = (log: Logger, what: string) => ({ correlationId, error }: Rejection): void =>
  log[error.status >= 500 ? 'error' : 'info']({ correlationId, code: error.code, detail: error.detail, cause: error.cause }, what);

/** What the log shows of something thrown. */
function shownError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return thrown === undefined ? undefined : String(thrown);
  return {
    type: thrown.name,
    ...('code' in thrown && { code: String(thrown.code) }),
    message: thrown.message,
    stack: thrown.stack,
    ...(thrown.cause !== undefined && depth < LONGEST_CHAIN && { cause: shownError(thrown.cause, depth + 1) }),
  };
}
