type ErrorType = 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error' | 'card_error';

/** An error in the shape that Stripe answers with. */
export class StripeApiError extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string | undefined;

  constructor(status: number, type: ErrorType, message: string, code?: string) {
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

/** What is kept under an id. @throws StripeApiError when there is nothing */
export function found<Thing>(things: Readonly<Record<string, Thing>>, kind: string, id: string): Thing {
  const thing = Object.hasOwn(things, id) ? things[id] : undefined;
  if (thing === undefined) throw missing(kind, id);
  return thing;
}
