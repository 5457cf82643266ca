import type { Currency } from '../money.ts';

/** Who pays: an institution, never a learner. */
export interface Payer {
  readonly institutionId: string;
  readonly name: string;
  /** The provider's own id, once it has one. */
  readonly providerId: string | undefined;
}

export interface ProviderDraft {
  readonly invoiceId: string;
  readonly payer: Payer;
  readonly currency: Currency;
  readonly from: Date;
  readonly to: Date;
  readonly lines: readonly { readonly id: string; readonly description: string; readonly amount: bigint }[];
}

/** What the provider says an invoice is. */
export interface ProviderInvoice {
  readonly id: string;
  readonly total: bigint;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly number: string | null;
  readonly hostedUrl: string | null;
}

/**
 * Collects money. Every method is idempotent by the ids it is given: repeating it after a lost answer changes nothing.
 * Implementations: Stripe; offline payment (bank transfer, tax invoice) will be another.
 */
export interface PaymentProvider {
  /** @returns the provider's id of the payer */
  ensurePayer(payer: Payer): Promise<string>;
  draftInvoice(draft: ProviderDraft, payerId: string): Promise<ProviderInvoice>;
  finalizeInvoice(providerInvoiceId: string, invoiceId: string): Promise<ProviderInvoice>;
}

/** Whether trying again can help, and whether the request may have taken effect all the same. */
export type ProviderFailure = 'throttled' | 'ambiguous' | 'refused';

/** What a provider's adapter throws. */
export class ProviderError extends Error {
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderError';
    this.failure = failure;
  }
}
