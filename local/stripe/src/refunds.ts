import { seconds, type ApiContext, type Operation } from './context.ts';
import { found, invalid } from './errors.ts';
import { neededInteger, neededText, textOf } from './form.ts';
import { invoiceById } from './invoices.ts';
import { filtered, page } from './lists.ts';
import { nextId, type InvoicePayment, type Refund, type State, type StoredInvoice } from './state.ts';

/** Notes that an invoice was paid through Stripe; what is paid outside of it leaves nothing that could be refunded. */
export function notePayment({ state, now }: ApiContext, invoice: StoredInvoice, amount: number): void {
  const id = nextId(state, 'inpay');
  state.payments[id] = { id, invoice: invoice.id, paymentIntent: nextId(state, 'pi'), charge: nextId(state, 'ch'), amount, created: seconds(now()) };
}

export const paymentsOf = (state: State, invoice: string): InvoicePayment[] => Object.values(state.payments).filter((payment) => payment.invoice === invoice);

/** Since 2025 an invoice's payments are objects of their own. @see https://docs.stripe.com/api/invoice-payment/object */
export const listInvoicePayments: Operation = ({ state }, { form }) => {
  const shown = paymentsOf(state, neededText(form, 'invoice')).map(({ id, invoice, paymentIntent, amount, created }) => ({
    object: 'invoice_payment', id, invoice, amount_paid: amount, amount_requested: amount, created, currency: invoiceById(state, invoice).currency, is_default: true, livemode: false, status: 'paid',
    payment: { type: 'payment_intent', payment_intent: paymentIntent },
  }));
  return page('/v1/invoice_payments', shown, form);
};

const counts = ({ status }: Refund): boolean => status !== 'failed' && status !== 'canceled';

const refundedOf = (state: State, charge: string): number => Object.values(state.refunds).filter((refund) => refund.charge === charge && counts(refund)).reduce((sum, { amount }) => sum + amount, 0);

/** @see https://docs.stripe.com/api/refunds/create */
export const createRefund: Operation = (context, { form }) => {
  const [intent, charge] = [textOf(form, 'payment_intent'), textOf(form, 'charge')];
  const payment = Object.values(context.state.payments).find((known) => known.paymentIntent === intent || known.charge === charge);
  if (payment === undefined) throw invalid('There is no such payment to refund.', 'resource_missing');
  return refundPayment(context, payment, textOf(form, 'amount') === undefined ? undefined : neededInteger(form, 'amount'));
};

/** @param wanted left out, what is left of it */
export function refundPayment(context: ApiContext, payment: InvoicePayment, wanted?: number): Refund {
  const { state } = context;
  const left = payment.amount - refundedOf(state, payment.charge);
  const amount = wanted ?? left;
  if (amount <= 0 || amount > left) throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, left === 0 ? 'charge_already_refunded' : undefined);
  const { customer, currency } = invoiceById(state, payment.invoice);
  const refund: Refund = { object: 'refund', id: nextId(state, 're'), amount, currency, charge: payment.charge, payment_intent: payment.paymentIntent, customer, created: seconds(context.now()), status: 'succeeded', metadata: {} };
  state.refunds[refund.id] = refund;
  context.raise('refund.created', { ...refund });
  const refunded = refundedOf(state, payment.charge);
  context.raise('charge.refunded', { object: 'charge', id: payment.charge, customer, currency, payment_intent: payment.paymentIntent, amount: payment.amount, amount_refunded: refunded, refunded: refunded === payment.amount });
  return refund;
}

/** A refund that the payer's bank sends back after a while. @see https://docs.stripe.com/refunds#failed-refunds */
export function failRefund(context: ApiContext, id: string): void {
  const refund = found(context.state.refunds, 'refund', id);
  refund.status = 'failed';
  for (const type of ['refund.updated', 'refund.failed']) context.raise(type, { ...refund });
}

export const retrieveRefund: Operation = ({ state }, { id }) => found(state.refunds, 'refund', id);

export const listRefunds: Operation = ({ state }, { form }) => page('/v1/refunds', filtered(Object.values(state.refunds), form, ['charge', 'payment_intent']), form);
