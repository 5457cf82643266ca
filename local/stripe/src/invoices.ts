import { seconds, type ApiContext, type Operation } from './context.ts';
import { usableCustomer } from './customers.ts';
import { found, invalid } from './errors.ts';
import { neededInteger, neededText, textOf, textsOf } from './form.ts';
import { filtered, page } from './lists.ts';
import { nextId, type InvoiceItem, type State, type StoredInvoice } from './state.ts';

export const invoiceById = (state: State, id: string): StoredInvoice => found(state.invoices, 'invoice', id);

export function itemsOf(state: State, invoice: StoredInvoice): InvoiceItem[] {
  return Object.values(state.items).filter((item) => item.invoice === invoice.id);
}

export function totalOf(state: State, invoice: StoredInvoice): number {
  return itemsOf(state, invoice).reduce((sum, item) => sum + item.amount, 0);
}

/** What credit notes took off before it was paid, and what they gave back of what was paid. */
function creditedOf(state: State, invoice: StoredInvoice, when: 'pre_payment_amount' | 'post_payment_amount'): number {
  return Object.values(state.creditNotes).filter((note) => note.invoice === invoice.id && note.status === 'issued').reduce((sum, note) => sum + note[when], 0);
}

/** What is to be paid. @see https://docs.stripe.com/invoicing/integration/programmatic-credit-notes */
export const dueOf = (state: State, invoice: StoredInvoice): number => totalOf(state, invoice) - creditedOf(state, invoice, 'pre_payment_amount');

/** An invoice as the API shows it. */
export function showInvoice({ state, url }: Pick<ApiContext, 'state' | 'url'>, invoice: StoredInvoice) {
  const [total, due] = [totalOf(state, invoice), dueOf(state, invoice)];
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
    amount_due: due,
    amount_paid: invoice.amountPaid,
    amount_remaining: due - invoice.amountPaid,
    pre_payment_credit_notes_amount: total - due,
    post_payment_credit_notes_amount: creditedOf(state, invoice, 'post_payment_amount'),
    amount_overpaid: 0,
    attempt_count: invoice.attempts,
    attempted: invoice.attempts > 0,
    auto_advance: false,
    hosted_invoice_url: invoice.status === 'draft' ? null : `${url}/invoice/${invoice.id}`,
    lines: { object: 'list', has_more: false, url: `/v1/invoices/${invoice.id}/lines`, data: linesOf(state, invoice) },
  };
}

/** Stripe copies an item's metadata to its line. */
function linesOf(state: State, invoice: StoredInvoice) {
  return itemsOf(state, invoice).map((item) => ({
    object: 'line_item',
    id: `il_${item.id}`,
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    metadata: item.metadata,
    invoice: invoice.id,
    quantity: 1,
    livemode: false,
  }));
}

export const createInvoice: Operation = (context, { form }) => {
  const { state } = context;
  const customer = usableCustomer(state, neededText(form, 'customer')).id;
  const id = nextId(state, 'in');
  state.invoices[id] = {
    id,
    customer,
    currency: textOf(form, 'currency') ?? 'usd',
    created: seconds(context.now()),
    metadata: textsOf(form, 'metadata'),
    collectionMethod: textOf(form, 'collection_method') ?? 'charge_automatically',
    status: 'draft',
    number: null,
    amountPaid: 0,
    attempts: 0,
  };
  const shown = showInvoice(context, invoiceById(state, id));
  context.raise('invoice.created', shown);
  return shown;
};

/** Only a draft can be deleted, with its items; what is final is voided. @see https://docs.stripe.com/api/invoices/delete */
export const deleteInvoice: Operation = (context, { id }) => {
  const { state } = context;
  const invoice = invoiceById(state, id);
  if (invoice.status !== 'draft') throw invalid('You can only delete draft invoices.', 'invoice_not_editable');
  const shown = showInvoice(context, invoice);
  for (const item of itemsOf(state, invoice)) delete state.items[item.id];
  delete state.invoices[id];
  context.raise('invoice.deleted', shown);
  return { object: 'invoice', id, deleted: true };
};

export const listInvoices: Operation = (context, { form }) => {
  const all = Object.values(context.state.invoices).map((invoice) => showInvoice(context, invoice));
  return page('/v1/invoices', filtered(all, form, ['customer', 'status']), form);
};

export const retrieveInvoice: Operation = (context, { id }) => showInvoice(context, invoiceById(context.state, id));

export const listInvoiceLines: Operation = ({ state }, { form, id }) => page(`/v1/invoices/${id}/lines`, linesOf(state, invoiceById(state, id)), form);

/** @see https://docs.stripe.com/api/invoiceitems/create */
const MOST_ITEMS = 250;

export const createInvoiceItem: Operation = (context, { form }) => {
  const invoice = invoiceById(context.state, neededText(form, 'invoice'));
  const currency = textOf(form, 'currency') ?? invoice.currency;
  usableCustomer(context.state, invoice.customer);
  if (invoice.status !== 'draft') throw invalid('This invoice is no longer editable', 'invoice_not_editable');
  if (itemsOf(context.state, invoice).length >= MOST_ITEMS) throw invalid(`An invoice can have ${MOST_ITEMS} items at most.`);
  if (currency !== invoice.currency) throw invalid(`The invoice is in ${invoice.currency}; an item in ${currency} cannot be added.`);
  const id = nextId(context.state, 'ii');
  const item: InvoiceItem = {
    object: 'invoiceitem',
    id,
    customer: invoice.customer,
    invoice: invoice.id,
    amount: neededInteger(form, 'amount'),
    currency,
    description: textOf(form, 'description') ?? '',
    metadata: textsOf(form, 'metadata'),
    livemode: false,
  };
  context.state.items[id] = item;
  context.raise('invoice.updated', showInvoice(context, invoice));
  return item;
};

export const retrieveInvoiceItem: Operation = ({ state }, { id }) => found(state.items, 'invoiceitem', id);

export const listInvoiceItems: Operation = ({ state }, { form }) => page('/v1/invoiceitems', filtered(Object.values(state.items), form, ['customer', 'invoice']), form);
