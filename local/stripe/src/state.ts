import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Customer { readonly object: 'customer'; readonly id: string; readonly name: string; readonly created: number; readonly metadata: Record<string, string>; readonly livemode: false }

export interface InvoiceItem {
  readonly object: 'invoiceitem';
  readonly id: string;
  readonly customer: string;
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly metadata: Record<string, string>;
  readonly livemode: false;
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

/** The part of Stripe's invoice that stays from one request to the next; totals come from its items. */
export interface StoredInvoice {
  readonly id: string;
  readonly customer: string;
  readonly currency: string;
  readonly created: number;
  readonly metadata: Record<string, string>;
  readonly collectionMethod: string;
  status: InvoiceStatus;
  number: string | null;
  amountPaid: number;
}

export interface StoredEvent { readonly id: string; readonly type: string; readonly created: number; readonly object: unknown }

/** What a key answered: the same key with the same request answers the same again. */
export interface KeptAnswer { readonly request: string; readonly status: number; readonly body: string }

export interface State {
  counter: number;
  readonly customers: Record<string, Customer>;
  readonly invoices: Record<string, StoredInvoice>;
  readonly items: Record<string, InvoiceItem>;
  readonly events: StoredEvent[];
  readonly answers: Record<string, KeptAnswer>;
}

const empty = (): State => ({ counter: 0, customers: {}, invoices: {}, items: {}, events: [], answers: {} });

/** Keeps the state in a file, written aside and renamed, so that a killed process leaves the old or the new one. */
export function openState(dataDir: string | undefined): { readonly state: State; save(): void } {
  if (dataDir === undefined) return { state: empty(), save() {} };
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'stripe.json');
  // our own file, written by save() below
  const state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : empty();
  return {
    state,
    save() {
      writeFileSync(`${file}.tmp`, JSON.stringify(state));
      renameSync(`${file}.tmp`, file);
    },
  };
}
