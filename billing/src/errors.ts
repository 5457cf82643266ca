/** Every error billing raises, with a sentence that says what to do next. */
export const billingErrors = {
  CREDIT_INSUFFICIENT: { status: 409, message: 'There is not enough credit left. Ask your instructor or institution for more.' },
  CREDIT_CURRENCY_MISMATCH: { status: 409, message: "This credit is in another currency than the institution's contract. Grant it in the contract's currency." },
  AMOUNT_INVALID: { status: 400, message: 'Give the amount as a whole number of the smallest unit, greater than zero.' },
  OPERATION_KEY_REUSED: { status: 409, message: 'This was already done with other values. Reload the page and start again.' },
  PRICE_MISSING: { status: 409, message: 'No price is in force for this product. Ask sales to publish one.' },
  PRICE_TAKEN: { status: 409, message: 'A price for this product already starts at that time. Choose another start.' },
  PRICE_IN_THE_PAST: { status: 400, message: 'A price starts now or later: what was used before is already rated. Choose a later start.' },
  PRODUCT_UNKNOWN: { status: 404, message: 'There is no such product in the catalogue. Check its code.' },
  CONTRACT_MISSING: { status: 409, message: 'The institution has no contract in force. Ask sales to set one up.' },
  CONTRACT_UNKNOWN: { status: 404, message: 'There is no such contract. List the contracts for their ids.' },
  CONTRACT_IN_THE_PAST: { status: 400, message: 'A contract begins now or later: what was used before is already rated. Choose a later beginning.' },
  CONTRACT_BEGUN: { status: 409, message: 'The contract has begun and cannot be withdrawn any more. End it instead.' },
  CONTRACT_CURRENCY_DIFFERS: { status: 409, message: 'The institution has a contract in another currency in that time. End it first, or use its currency.' },
  DISCOUNT_INVALID: { status: 400, message: 'Give the discount in percent from 0 to 100, with two decimals at most.' },
  INVOICE_EMPTY: { status: 409, message: 'Nothing was used in this period that is not already on an invoice. Choose another period.' },
  INVOICE_UNKNOWN: { status: 404, message: 'There is no such invoice. Reload the list.' },
  INVOICE_NOT_READY: { status: 409, message: 'The invoice is still on its way to the payment provider. Try again in a moment.' },
  INVOICE_TOTAL_DIFFERS: { status: 409, message: "The payment provider's total differs from ours; the invoice stays a draft. Tell the operator." },
  PAYMENT_EVENT_UNKNOWN: { status: 404, message: 'There is no such event to settle. List the events for their ids.' },
  PERIOD_INVALID: { status: 400, message: 'The period must end after it begins.' },
  WEBHOOK_SIGNATURE_INVALID: { status: 400, message: 'The signature of this webhook is not valid. Check the signing secret on both sides.' },
  WEBHOOK_TIME_INVALID: { status: 400, message: 'This webhook was signed too long ago or in the future. Check the clocks of both sides.' },
  WEBHOOK_MODE_INVALID: { status: 400, message: 'Test and live webhooks must not be mixed. Check which key the endpoint belongs to.' },
  PAYMENTS_NOT_CONFIGURED: { status: 503, message: 'No payment provider is configured. Set the keys described in the configuration table.' },
} as const satisfies Record<string, { readonly status: number; readonly message: string }>;

export type BillingErrorCode = keyof typeof billingErrors;

/** An error of billing; `detail` is for the log only. */
export class BillingError extends Error {
  readonly code: BillingErrorCode;
  readonly status: number;
  readonly publicMessage: string;
  readonly detail: string | undefined;

  constructor(code: BillingErrorCode, context: { readonly detail?: string; readonly cause?: unknown } = {}) {
    super(`${code}: ${context.detail ?? billingErrors[code].message}`, { cause: context.cause });
    this.name = 'BillingError';
    this.code = code;
    this.status = billingErrors[code].status;
    this.publicMessage = billingErrors[code].message;
    this.detail = context.detail;
  }
}
