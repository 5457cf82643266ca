import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Metadata = Readonly<Record<string, string>>;

export interface Customer {
  readonly object: 'customer';
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly created: number;
  readonly metadata: Metadata;
  readonly livemode: false;
  /** Nothing can be done with one that is deleted, yet it can be asked for. */
  readonly deleted?: true;
}

export interface Product {
  readonly object: 'product';
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly created: number;
  readonly metadata: Metadata;
  readonly livemode: false;
}

export interface Price {
  readonly object: 'price';
  readonly id: string;
  readonly product: string;
  readonly currency: string;
  readonly unit_amount: number;
  readonly lookup_key: string | null;
  readonly active: boolean;
  readonly type: 'one_time';
  readonly created: number;
  readonly metadata: Metadata;
  readonly livemode: false;
}

export interface InvoiceItem {
  readonly object: 'invoiceitem';
  readonly id: string;
  readonly customer: string;
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly metadata: Metadata;
  readonly livemode: false;
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

/** The part of Stripe's invoice that stays from one request to the next; totals come from its items. */
export interface StoredInvoice {
  readonly id: string;
  readonly customer: string;
  readonly currency: string;
  readonly created: number;
  readonly metadata: Metadata;
  readonly collectionMethod: string;
  status: InvoiceStatus;
  number: string | null;
  amountPaid: number;
  attempts: number;
}

/** A payment of an invoice through Stripe. */
export interface InvoicePayment {
  readonly id: string;
  readonly invoice: string;
  readonly paymentIntent: string;
  readonly charge: string;
  readonly amount: number;
  readonly created: number;
}

export interface Refund {
  readonly object: 'refund';
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly customer: string;
  readonly created: number;
  readonly metadata: Metadata;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
}

export interface CreditNote {
  readonly object: 'credit_note';
  readonly id: string;
  readonly invoice: string;
  readonly customer: string;
  readonly currency: string;
  readonly amount: number;
  readonly total: number;
  readonly pre_payment_amount: number;
  readonly post_payment_amount: number;
  readonly out_of_band_amount: number | null;
  readonly refunds: readonly { readonly amount_refunded: number; readonly refund: string; readonly type: 'refund'; readonly payment_record_refund: null }[];
  readonly created: number;
  readonly metadata: Metadata;
  status: 'issued' | 'void';
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly object: unknown;
}

/** What a key answered: the same key with the same request answers the same again, errors too. */
export interface KeptAnswer {
  readonly request: string;
  /** Unix time. */
  readonly at: number;
  readonly status: number;
  readonly body: string;
}

export interface State {
  counter: number;
  readonly customers: Record<string, Customer>;
  readonly products: Record<string, Product>;
  readonly prices: Record<string, Price>;
  readonly invoices: Record<string, StoredInvoice>;
  readonly items: Record<string, InvoiceItem>;
  readonly payments: Record<string, InvoicePayment>;
  readonly refunds: Record<string, Refund>;
  readonly creditNotes: Record<string, CreditNote>;
  readonly events: StoredEvent[];
  readonly answers: Record<string, KeptAnswer>;
}

const empty = (): State => ({ counter: 0, customers: {}, products: {}, prices: {}, invoices: {}, items: {}, payments: {}, refunds: {}, creditNotes: {}, events: [], answers: {} });

/** Keeps the state in a file, written aside and renamed, so that a killed process leaves the old or the new one. */
export function openState(dataDir: string | undefined): { readonly state: State; save(): void } {
  if (dataDir === undefined) return { state: empty(), save() {} };
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'stripe.json');
  // our own file, written by save() below; one of an earlier version lacks what came later
  const state = existsSync(file) ? { ...empty(), ...(JSON.parse(readFileSync(file, 'utf8')) as State) } : empty();
  return {
    state,
    save() {
      writeFileSync(`${file}.tmp`, JSON.stringify(state));
      renameSync(`${file}.tmp`, file);
    },
  };
}

/** A new id with Stripe's prefix for its kind. */
export function nextId(state: State, prefix: string): string {
  state.counter += 1;
  return `${prefix}_local${String(state.counter).padStart(6, '0')}`;
}
