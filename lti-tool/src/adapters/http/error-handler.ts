import { BillingError } from '@cloudclass/billing';
import type { ErrorRequestHandler } from 'express';
import { CodedError, fail } from '../../errors.ts';
import { contextOf } from './request-context.ts';

/** Turns whatever was thrown into the coded error that the person and the log see. */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (error instanceof BillingError) return codedBillingError(error);
  if (isDatabaseAway(error)) return fail('DATABASE_UNAVAILABLE', { cause: error });
  if (isMissingFile(error)) return fail('NOT_FOUND', { cause: error });
  if (isBadBody(error) || isBrokenPath(error) || isBadText(error)) return fail('BAD_INPUT', { cause: error });
  return fail('INTERNAL', { cause: error });
}

/** Billing stands alone and has an error of its own, with the same parts. */
function codedBillingError(error: BillingError): CodedError {
  const { code, status, publicMessage: message, detail } = error;
  return new CodedError(code, { status, message }, { ...(detail === undefined ? {} : { detail }), cause: error });
}

/** The one mapping of errors to HTTP; GraphQL's stands in graphql/server.ts on the same codes. */
export const errorHandler: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const coded = toCodedError(error);
  const { correlationId, log } = contextOf(request);
  log[coded.status >= 500 ? 'error' : 'info']({ code: coded.code, detail: coded.detail, cause: coded.cause }, 'refused');
  if (response.headersSent) return next(error);
  response.status(coded.status).json({ error: { code: coded.code, message: coded.publicMessage, correlationId } });
};

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03', '53300']);

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && connectionCodes.has(error.code)) return true;
  return error.message.includes('timeout exceeded when trying to connect') || error.message.includes('Connection terminated');
}

/** Express' body parsers raise errors with a `type` such as `entity.parse.failed`; one for a body that cannot be unpacked has none. */
function isBadBody(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && typeof error.type === 'string') return /^(entity|encoding|request|charset|parameters)\./.test(error.type);
  return error.name === 'BadRequestError' && 'expose' in error && error.expose === true;
}

/** Express' router decodes the parts of a path, and some are not encoded as they must be, such as `%zz`. */
export function isBrokenPath(error: unknown): boolean {
  return error instanceof URIError && 'status' in error && error.status === 400;
}

/**
 * PostgreSQL keeps no NUL, neither as a character (22021) nor as an escape of JSON (22P05): no page and no form sends one.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isBadText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05');
}

/** A page or picture that is not there, as `response.sendFile` and `express.static` say it. */
function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 404;
}
