import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ServiceFailure } from '../../ports/platform-services.ts';
import { UNSTORABLE } from '../../domain/stored-text.ts';

/** Raised inside the adapter to leave a chain of calls; it never gets out. */
export class ServiceError extends Error {
  readonly failure: ServiceFailure;

  constructor(failure: ServiceFailure, cause?: unknown) {
    super(failure.kind, { cause });
    this.name = 'ServiceError';
    this.failure = failure;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is said of the way and the moment, not of what was asked (RFC 9110 section 15.5, RFC 4918, RFC 6585, RFC 8470). */
const onTheWay: ReadonlySet<number> = new Set([407, 408, 421, 423, 425, 431]);

/** What an answer other than a good one means. Canvas throttles with 403 and says so in the body. */
export function failureOf({ status, headers, body }: Answer): ServiceFailure {
  const detail = `${status}: ${gistOf(body)}`;
  if (status === 401 || refusesToken(status, body)) return { kind: 'unauthorized', detail };
  if (status === 429 || (status === 403 && (headers['retry-after'] !== undefined || /rate limit/i.test(body)))) return { kind: 'throttled', ...asked(retryAfter(headers)) };
  if (status === 403) return { kind: 'forbidden', detail };
  if (status >= 400 && status < 500 && !onTheWay.has(status)) return { kind: 'refused', status, detail };
  return { kind: 'unreachable', detail };
}

/**
 * Sakai answers a token it does not believe with 400, newer versions with 403, and a word. It believes none from before it was started again, for it
 * makes its key anew; taken for a word on the grade, that would be final (getSakaiAccessToken in LTI13Servlet.java).
 */
function refusesToken(status: number, body: string): boolean {
  return (status === 400 || status === 403) && /"error"\s*:\s*"(signature_error|invalid_authorization|token_parse_failure|Missing required data in access_token)"/.test(body);
}

/** Of a page for people, its title: Moodle shows one where it did not expect something. */
const gistOf = (body: string): string => (/^\s*</.test(body) ? `a page, “${(/<title>([^<]{0,200})/i.exec(body)?.[1] ?? '').trim()}”` : body.slice(0, 300));

const asked = (seconds: number | undefined): { retryAfterSeconds?: number } => (seconds === undefined ? {} : { retryAfterSeconds: seconds });

/** Seconds, or an HTTP date with the names of its day and month, which the `Date` header of the same answer makes relative (RFC 9110 section 10.2.3). */
function retryAfter(headers: IncomingHttpHeaders): number | undefined {
  const given = headers['retry-after'];
  if (given === undefined) return undefined;
  if (/^\d+$/.test(given)) return Number(given);
  if (!/^[a-z]{3,}, .*gmt$/i.test(given)) return undefined;
  const seconds = (Date.parse(given) - Date.parse(headers.date ?? '')) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** The answer that ltijs's HTTP client wraps in its error. */
const httpErrorSchema = z.object({ response: z.object({ statusCode: z.number(), headers: z.custom<IncomingHttpHeaders>(), body: z.unknown() }) });

/** What an error of a call means: an answer of the platform, a failure of ours on the way, or no answer. */
export function failureFrom(error: unknown): ServiceFailure {
  const failure = meaningOf(error);
  // the detail is kept with the grade
  return 'detail' in failure ? { ...failure, detail: failure.detail.replaceAll(UNSTORABLE, ' ') } : failure;
}

function meaningOf(error: unknown): ServiceFailure {
  if (error instanceof ServiceError) return error.failure;
  const answered = httpErrorSchema.safeParse(error);
  if (!answered.success) return { kind: 'unreachable', detail: String(error) };
  const { statusCode, headers, body } = answered.data.response;
  return failureOf({ status: statusCode, headers, body: typeof body === 'string' ? body : '' });
}
