/** An error in the shape that Stripe answers with. */
export class StripeApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;

  constructor(status: number, type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error', message: string, code?: string) {
    super(message);
    this.name = 'StripeApiError';
    this.status = status;
    this.type = type;
    this.code = code;
  }

  get body(): string {
    return JSON.stringify({ error: { type: this.type, message: this.message, ...(this.code === undefined ? {} : { code: this.code }) } });
  }
}

/** What is not there. */
export const missing = (kind: string, id: string): StripeApiError => new StripeApiError(404, 'invalid_request_error', `No such ${kind}: '${id}'`, 'resource_missing');
/** What was sent is wrong. */
export const invalid = (message: string, code?: string): StripeApiError => new StripeApiError(400, 'invalid_request_error', message, code);
