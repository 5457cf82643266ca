import { CodedError, errorsOf, type ErrorEntry } from '../../errors.ts';

export const awsErrors = {
  AWS_UNREACHABLE: { status: 503, message: 'AWS does not answer. Try again in a minute.' },
  AWS_BUSY: { status: 503, message: 'AWS asks to slow down. Try again in a minute.' },
  AWS_ACCOUNT_LIMIT: { status: 503, message: 'AWS makes no more accounts for this organization now. Your lab starts as soon as one is free; tell the helpdesk if it takes long.' },
  AWS_REFUSED: { status: 502, message: 'AWS refused a call that the lab needs. Tell the helpdesk the code below.' },
} as const satisfies Record<string, ErrorEntry>;
export type AwsErrorCode = keyof typeof awsErrors;

const fail = errorsOf(awsErrors);

/** Names that AWS's services give to throttling. @see the SDK's own list in @smithy/service-error-classification */
const BUSY = new Set(['Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled', 'ProvisionedThroughputExceededException', 'SlowDown', 'PriorRequestNotComplete', 'ConcurrentModificationException', 'PolicyChangesInProgressException', 'FinalizingOrganizationException']);
/** Reasons for which Organizations makes no more accounts, be it that an answer gives them or a request that failed. */
const ACCOUNT_LIMIT: ReadonlySet<unknown> = new Set(['ACCOUNT_LIMIT_EXCEEDED', 'ACCOUNT_NUMBER_LIMIT_EXCEEDED', 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED']);

/** Which code an error of the SDK stands for: AWS answered with a refusal, or it did not answer. */
export function awsErrorCode(error: unknown): AwsErrorCode {
  if (error instanceof AggregateError) return codeOfAll(error.errors.map(awsErrorCode));
  if (!(error instanceof Error)) return 'AWS_REFUSED';
  if (BUSY.has(error.name)) return 'AWS_BUSY';
  if (error.name === 'ConstraintViolationException' && 'Reason' in error && ACCOUNT_LIMIT.has(error.Reason)) return 'AWS_ACCOUNT_LIMIT';
  return statusOf(error) < 500 ? 'AWS_REFUSED' : 'AWS_UNREACHABLE';
}

/** A refusal is mended by a person, and the rest may pass by itself. */
const codeOfAll = (codes: readonly AwsErrorCode[]): AwsErrorCode => codes.find((code) => code === 'AWS_REFUSED') ?? codes[0] ?? 'AWS_REFUSED';

/** Of so many things that were refused AWS's words are told, so that a person mends all of it at once. */
const MOST_TOLD = 5;

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const words = [...new Set(error.errors.map(wordsOf))];
    return [...words.slice(0, MOST_TOLD), ...(words.length > MOST_TOLD ? [`and ${words.length - MOST_TOLD} more`] : [])].join('; ');
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** HTTP status of AWS's answer; an error without one never reached AWS, or never came back. */
function statusOf(error: Error): number {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 503;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 503;
}

/** Does a piece of work at AWS; what fails is handed on under one of our codes, with AWS's own words as the detail. */
export async function atAws<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw fail(awsErrorCode(cause), { detail: wordsOf(cause), cause });
  }
}

/** Which code the reason of a request stands for that AWS took and could not fulfil. */
export function refusalCode(reason: string): AwsErrorCode {
  return ACCOUNT_LIMIT.has(reason) ? 'AWS_ACCOUNT_LIMIT' : 'AWS_REFUSED';
}
