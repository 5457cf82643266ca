import { invalid, missing } from './errors.ts';
import type { InvoiceItem, State, StoredInvoice } from './state.ts';

/** Currencies without decimals, of those that are used here. */
export const ZERO_DECIMAL = new Set(['krw', 'jpy']);

export function invoiceById(state: State, id: string): StoredInvoice {
  const invoice = state.invoices[id];
  if (invoice === undefined) throw missing('invoice', id);
  return invoice;
}

export function itemsOf(state: State, invoice: StoredInvoice): InvoiceItem[] {
  return Object.values(state.items).filter((item) => item.invoice === invoice.id);
}

/** An invoice as the API shows it. */
export function showInvoice(state: State, invoice: StoredInvoice, url: string): Record<string, unknown> {
  const items = itemsOf(state, invoice);
  const total = items.reduce((sum, item) => sum + item.amount, 0);
  return {
    object: 'invoice',
    id: invoice.id,
    livemode: false,
    created: invoice.created,
    customer: invoice.customer,
    currency: invoice.currency,
    collection_method: invoice.collectionMethod,
    status: invoice.status,
    number: invoice.number,
    metadata: invoice.metadata,
    subtotal: total,
    total,
    amount_due: total,
    amount_paid: invoice.amountPaid,
    amount_remaining: total - invoice.amountPaid,
    auto_advance: false,
    hosted_invoice_url: invoice.status === 'draft' ? null : `${url}/invoice/${invoice.id}`,
    lines: {
      object: 'list',
      has_more: false,
      url: `/v1/invoices/${invoice.id}/lines`,
      data: items.map((item) => ({ object: 'line_item', id: `il_${item.id}`, amount: item.amount, currency: item.currency, description: item.description, metadata: item.metadata, invoice: invoice.id, quantity: 1 })),
    },
  };
}

/** Makes a draft final: it gets its number and may be paid. */
export function finalizeInvoice(state: State, invoice: StoredInvoice): void {
  if (invoice.status !== 'draft') throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", 'invoice_not_editable');
  const numbered = Object.values(state.invoices).filter((other) => other.number !== null).length;
  Object.assign(invoice, { status: 'open', number: `LOCAL-${String(numbered + 1).padStart(4, '0')}` });
}

/** Marks an open invoice as paid in full. */
export function payInvoice(state: State, invoice: StoredInvoice): void {
  if (invoice.status !== 'open') throw invalid(invoice.status === 'paid' ? 'Invoice is already paid' : `An invoice that is ${invoice.status} cannot be paid.`);
  Object.assign(invoice, { status: 'paid', amountPaid: itemsOf(state, invoice).reduce((sum, item) => sum + item.amount, 0) });
}
