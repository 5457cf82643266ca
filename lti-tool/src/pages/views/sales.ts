import type { InvoiceView } from './manager.ts';
import type { MoneyValue } from './values.ts';
import type { Localized } from '@cloudclass/plugin-contract';

export interface PriceVersionView {
  readonly id: string;
  readonly amount: MoneyValue;
  readonly perQuantity: number;
  readonly unit: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly status: 'past' | 'in-force' | 'planned';
}

export interface ProductView { readonly code: string; readonly name: Localized; readonly unit: string; readonly prices: readonly PriceVersionView[] }

export interface ContractView {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  /** Null: for the whole institution. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly currency: 'KRW' | 'USD';
  readonly discountPercent: number;
  /** Credit each learner gets in each course. */
  readonly allowance: MoneyValue;
  readonly from: Date;
  readonly to: Date | null;
  readonly spent: MoneyValue;
}

/** An institution as sales sees it. */
export interface CustomerView {
  readonly id: string;
  readonly name: string;
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** Of the contract in force; null without one: then its labs do not start. */
  readonly currency: 'KRW' | 'USD' | null;
  /** What it means to spend in a month. */
  readonly budget: MoneyValue | null;
}

/** An invoice, and whose it is. */
export interface CustomerInvoiceView {
  readonly institution: { readonly id: string; readonly name: string };
  readonly invoice: InvoiceView;
}

/** An invoice that is over another total at the payment provider than here. */
export interface InvoiceDifferenceView {
  readonly id: string;
  readonly institution: { readonly id: string; readonly name: string };
  /** Its number, or what the payment provider calls it before it has one. */
  readonly name: string;
  /** It is final there: the institution may pay it. */
  readonly isFinal: boolean;
  readonly ours: MoneyValue;
  /** Null: in a currency that nobody buys in. */
  readonly theirs: MoneyValue | null;
  readonly since: Date;
}

export interface PriceCheckView { readonly list: MoneyValue; readonly discount: MoneyValue; readonly net: MoneyValue }
