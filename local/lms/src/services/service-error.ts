import type { ErrorRequestHandler } from 'express';

/** A refusal a tool gets from a service, in the shape Moodle answers with. */
export class ServiceError extends Error {
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 406 | 409 | 412 | 415 | 422, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** The one mapping from errors to answers of the services. */
export const serviceErrorHandler: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error);
  const status = error instanceof ServiceError ? error.status : isUnreadableBody(error) ? 400 : 500;
  const reason = error instanceof Error && status !== 500 ? error.message : 'Internal server error';
  res.status(status).json({ status, reason, request: { method: req.method, url: req.originalUrl } });
};

/** Express marks what its body parser throws with a client error status. */
const isUnreadableBody = (error: unknown): boolean => error instanceof Error && 'status' in error && error.status === 400;
