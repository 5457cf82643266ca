import type { Currency } from '../money.ts';

/** Who pays: an institution, never a learner. */
export interface Payer {
  readonly institutionId: string;
  readonly name: string;
}

/** What the provider is asked to draft. */
export interface ProviderDraft {
  readonly invoiceId: string;
  readonly payer: Payer;
  readonly currency: Currency;
  /** The largest first. */
  readonly lines: readonly { readonly id: string; readonly description: string; readonly amount: bigint }[];
}

/** What the provider says an invoice is; amounts are minor units. */
export interface ProviderInvoice {
  readonly id: string;
  /** In the provider's spelling, lower case: it need not be one of ours. */
  readonly currency: string;
  readonly total: bigint;
  /** What was paid so far, on all payments together. */
  readonly paid: bigint;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly number: string | null;
  readonly hostedUrl: string | null;
}

/** A refund or a credit note, as the provider says it is; amounts are minor units. A refund that a credit note came with is one of its own. */
export interface ProviderAdjustment {
  readonly id: string;
  readonly kind: 'refund' | 'credit_note';
  /** In the provider's spelling, lower case. */
  readonly currency: string;
  /** `pending`: nothing has moved yet. `undone`: it failed, was cancelled or was voided, and is never done again. */
  readonly state: 'pending' | 'done' | 'undone';
  readonly madeAt: Date;
  /** Paid back to the payer. */
  readonly fromCash: bigint;
  /** Taken off what was not paid yet. */
  readonly fromOwed: bigint;
  /** Kept for the payer's next invoice. */
  readonly kept: bigint;
}

/** A draft that somebody deleted there. What was final is never deleted. */
export interface DeletedDraft {
  readonly id: string;
  readonly status: 'deleted';
}

/** A draft that an earlier attempt left at the provider, whole or in part. */
export interface FoundDraft {
  readonly id: string;
  /** Our lines that are on it. */
  readonly lineIds: ReadonlySet<string>;
}

/** An invoice that was made at the provider, by the provider's ids. */
export interface KnownInvoice {
  readonly id: string;
  readonly payerId: string;
}

/**
 * Collects money. Every method is idempotent by the ids it is given: repeating it after a lost answer changes nothing.
 * Implementations: Stripe; offline payment (bank transfer, tax invoice) will be another.
 */
export interface PaymentProvider {
  /**
   * @param earlier how many customers the payer has been there, all of them deleted
   * @returns the provider's id of the payer
   */
  createPayer(payer: Payer, earlier: number): Promise<string>;
  /** Looks for what an earlier attempt left, whose answer never came. */
  findDraft(invoiceId: string, payerId: string): Promise<FoundDraft | undefined>;
  /**
   * Drafts an invoice, or completes one that was found. One that was made before and deleted is not made again.
   * @throws ProviderError `payer_gone` when the payer was deleted there
   */
  draftInvoice(draft: ProviderDraft, payerId: string, found: FoundDraft | undefined): Promise<ProviderInvoice | DeletedDraft>;
  /** Deletes a draft; one that is gone already is deleted. What is final is refused. */
  deleteDraft(providerInvoiceId: string): Promise<void>;
  /** An invoice as it stands there. It is deleted only if its payer is known there: another account knows neither. */
  readInvoice(invoice: KnownInvoice): Promise<ProviderInvoice | DeletedDraft>;
  /** Every refund and credit note of an invoice that is final there. */
  readAdjustments(providerInvoiceId: string): Promise<readonly ProviderAdjustment[]>;
  /** Makes a draft final if its total is the one expected; otherwise refuses and leaves it as it is. */
  finalizeInvoice(invoice: KnownInvoice, expected: { readonly invoiceId: string; readonly total: bigint }): Promise<ProviderInvoice | DeletedDraft>;
}

/**
 * Whether trying again can help, and whether the request may have taken effect all the same. `payer_gone`: the payer was deleted at the provider; another
 * attempt is for another one.
 */
export type ProviderFailure = 'throttled' | 'ambiguous' | 'refused' | 'payer_gone';

/** What a provider's adapter throws. */
export class ProviderError extends Error {
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderError';
    this.failure = failure;
  }
}
