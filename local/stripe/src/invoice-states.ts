import type { ApiContext, Operation } from './context.ts';
import { usableCustomer } from './customers.ts';
import { invalid, StripeApiError } from './errors.ts';
import { textOf } from './form.ts';
import { dueOf, invoiceById, showInvoice, totalOf } from './invoices.ts';
import { notePayment } from './refunds.ts';
import type { InvoiceStatus, StoredInvoice } from './state.ts';

/** @see https://docs.stripe.com/invoicing/overview#invoice-statuses */
const from: Readonly<Record<'finalize' | 'pay' | 'void' | 'mark as uncollectible', readonly InvoiceStatus[]>> = {
  finalize: ['draft'],
  pay: ['open', 'uncollectible'],
  void: ['open', 'uncollectible'],
  'mark as uncollectible': ['open'],
};

function invoiceFor(act: keyof typeof from, context: ApiContext, id: string): StoredInvoice {
  const invoice = invoiceById(context.state, id);
  if (!from[act].includes(invoice.status)) throw invalid(`You cannot ${act} an invoice that is ${invoice.status}.`, act === 'finalize' ? 'invoice_not_editable' : undefined);
  return invoice;
}

/** Changes an invoice and tells of it. */
function become(context: ApiContext, invoice: StoredInvoice, change: Partial<StoredInvoice>, events: readonly string[]): object {
  Object.assign(invoice, change);
  const shown = showInvoice(context, invoice);
  for (const event of events) context.raise(event, shown);
  return shown;
}

/** A final invoice gets its number; one over nothing is paid at once. */
export const finalizeInvoice: Operation = (context, { id }) => {
  const invoice = invoiceFor('finalize', context, id);
  usableCustomer(context.state, invoice.customer);
  const numbered = Object.values(context.state.invoices).filter((other) => other.number !== null).length;
  const number = `LOCAL-${String(numbered + 1).padStart(4, '0')}`;
  if (totalOf(context.state, invoice) === 0) return become(context, invoice, { status: 'paid', number }, ['invoice.finalized', 'invoice.paid']);
  return become(context, invoice, { status: 'open', number }, ['invoice.finalized']);
};

/** Only payment outside of Stripe: there are no cards here but the one on the hosted page. */
export const payInvoice: Operation = (context, { id, form }) => {
  const invoice = invoiceFor('pay', context, id);
  if (textOf(form, 'paid_out_of_band') !== 'true') throw new StripeApiError(402, 'card_error', 'There is no payment method on file: pay on the hosted page, or with paid_out_of_band.', 'invoice_payment_intent_requires_action');
  return become(context, invoice, { status: 'paid', amountPaid: dueOf(context.state, invoice) }, ['invoice.paid']);
};

export const voidInvoice: Operation = (context, { id }) => become(context, invoiceFor('void', context, id), { status: 'void' }, ['invoice.voided']);

export const markUncollectible: Operation = (context, { id }) => become(context, invoiceFor('mark as uncollectible', context, id), { status: 'uncollectible' }, ['invoice.marked_uncollectible']);

/** What the hosted page's payer can do. */
export type HostedAct = 'pay' | 'decline';

/** Pays as the payer would on the hosted page, or tries to with a card that is declined. */
export function actOnHostedPage(context: ApiContext, id: string, act: HostedAct): void {
  const invoice = invoiceFor('pay', context, id);
  const attempts = invoice.attempts + 1;
  if (act === 'decline') return void become(context, invoice, { attempts }, ['invoice.payment_failed']);
  const amountPaid = dueOf(context.state, invoice);
  notePayment(context, invoice, amountPaid);
  become(context, invoice, { status: 'paid', amountPaid, attempts }, ['invoice.paid', 'invoice.payment_succeeded']);
}
