import type { ErrorRequestHandler } from 'express';
import { CodedError, fail } from '../../errors.ts';
import { contextOf } from './request-context.ts';

/** Turns whatever was thrown into the coded error that the person and the log see. */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (isDatabaseAway(error)) return fail('DATABASE_UNAVAILABLE', { cause: error });
  if (isBadBody(error)) return fail('BAD_INPUT', { cause: error });
  return fail('INTERNAL', { cause: error });
}

/** The one mapping of errors to HTTP; GraphQL's stands in graphql/errors.ts on the same codes. */
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

/** Express' body parsers raise errors with a `type` such as `entity.parse.failed`. */
function isBadBody(error: unknown): boolean {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && /^(entity|encoding|request|charset|parameters)\./.test(error.type);
}
