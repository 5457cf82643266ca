/**
 * An error in AWS's own words: what a caller of the real service would be told.
 *
 * `code` is the error code of the service (`NoSuchBucket`, `AccessDenied`), `status` the HTTP status it travels with.
 * `members` are the extra members some error shapes carry (`BucketName`, `region`).
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Says loudly that this endpoint lacks an operation, so nobody mistakes a gap for an answer of AWS. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `The local AWS endpoint does not support ${service}:${operation}.`, 501);
}

/** Turns whatever was thrown into an error that can travel; a defect of this endpoint becomes an InternalFailure. */
export function asAwsError(thrown: unknown): AwsError {
  if (thrown instanceof AwsError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AwsError('InternalFailure', `The local AWS endpoint failed: ${message}`, 500);
}
