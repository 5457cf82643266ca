import { seconds, type ApiContext, type Operation } from './context.ts';
import { found, invalid } from './errors.ts';
import { neededInteger, neededText, textOf, type Form } from './form.ts';
import { dueOf, invoiceById, showInvoice } from './invoices.ts';
import { filtered, page } from './lists.ts';
import { paymentsOf, refundPayment } from './refunds.ts';
import { nextId, type CreditNote, type StoredInvoice } from './state.ts';

const amountOf = (form: Form, key: string): number => (textOf(form, key) === undefined ? 0 : neededInteger(form, key));

/**
 * A credit note takes off what is still due first; what is more was paid, and is refunded, kept for the customer, or given back elsewhere.
 * @see https://docs.stripe.com/api/credit_notes/create
 */
export const createCreditNote: Operation = (context, { form }) => {
  const { state } = context;
  const invoice = invoiceById(state, neededText(form, 'invoice'));
  if (invoice.status !== 'open' && invoice.status !== 'paid') throw invalid(`You cannot create a credit note for an invoice that is ${invoice.status}.`);
  const amount = neededInteger(form, 'amount');
  const pre = invoice.status === 'paid' ? 0 : Math.min(amount, dueOf(state, invoice) - invoice.amountPaid);
  const [refunded, kept, elsewhere] = [amountOf(form, 'refund_amount'), amountOf(form, 'credit_amount'), amountOf(form, 'out_of_band_amount')];
  if (refunded + kept + elsewhere !== amount - pre) throw invalid('The sum of credit amount, refund amount and out of band amount must equal the post payment amount.');
  const refund = refunded === 0 ? undefined : refundOf(context, invoice, refunded);
  const note: CreditNote = {
    object: 'credit_note', id: nextId(state, 'cn'), invoice: invoice.id, customer: invoice.customer, currency: invoice.currency, amount, total: amount, pre_payment_amount: pre, post_payment_amount: amount - pre,
    out_of_band_amount: elsewhere === 0 ? null : elsewhere, refunds: refund === undefined ? [] : [{ amount_refunded: refunded, refund, type: 'refund', payment_record_refund: null }], created: seconds(context.now()), status: 'issued', metadata: {},
  };
  state.creditNotes[note.id] = note;
  context.raise('credit_note.created', { ...note });
  tellInvoice(context, invoice);
  return note;
};

function refundOf(context: ApiContext, invoice: StoredInvoice, amount: number): string {
  const [payment] = paymentsOf(context.state, invoice.id);
  if (payment === undefined) throw invalid('This invoice has no payment that could be refunded.');
  return refundPayment(context, payment, amount).id;
}

/** An invoice of which nothing is due any more is paid. */
function tellInvoice(context: ApiContext, invoice: StoredInvoice): void {
  const isPaid = invoice.status === 'open' && dueOf(context.state, invoice) <= invoice.amountPaid;
  if (isPaid) invoice.status = 'paid';
  for (const type of isPaid ? ['invoice.updated', 'invoice.paid'] : ['invoice.updated']) context.raise(type, showInvoice(context, invoice));
}

/** Only while the invoice is open. @see https://docs.stripe.com/api/credit_notes/void */
export const voidCreditNote: Operation = (context, { id }) => {
  const note = found(context.state.creditNotes, 'credit note', id);
  const invoice = invoiceById(context.state, note.invoice);
  if (invoice.status !== 'open' || note.status === 'void') throw invalid('You can only void a credit note of an open invoice.');
  note.status = 'void';
  context.raise('credit_note.voided', { ...note });
  tellInvoice(context, invoice);
  return note;
};

export const retrieveCreditNote: Operation = ({ state }, { id }) => found(state.creditNotes, 'credit note', id);

export const listCreditNotes: Operation = ({ state }, { form }) => page('/v1/credit_notes', filtered(Object.values(state.creditNotes), form, ['invoice', 'customer']), form);
