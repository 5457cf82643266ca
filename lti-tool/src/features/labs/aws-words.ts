import { CodedError } from '../../errors.ts';

/** What went wrong, as AWS said it: the private detail of a coded error, else the error's own message. */
export function awsWords(error: unknown): string {
  if (error instanceof CodedError) return error.detail ?? error.publicMessage;
  return error instanceof Error ? error.message : String(error);
}
