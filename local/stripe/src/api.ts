import { createPrice, createProduct, listPrices, listProducts, retrievePrice, retrieveProduct } from './catalog.ts';
import type { ApiContext, Operation } from './context.ts';
import { createCreditNote, listCreditNotes, retrieveCreditNote, voidCreditNote } from './credit-notes.ts';
import { createCustomer, deleteCustomer, listCustomers, retrieveCustomer } from './customers.ts';
import { StripeApiError } from './errors.ts';
import { listEvents, retrieveEvent } from './events.ts';
import { expand } from './expand.ts';
import { listOf, type Form } from './form.ts';
import { finalizeInvoice, markUncollectible, payInvoice, voidInvoice } from './invoice-states.ts';
import { createInvoice, createInvoiceItem, deleteInvoice, listInvoiceItems, listInvoiceLines, listInvoices, retrieveInvoice, retrieveInvoiceItem } from './invoices.ts';
import { createRefund, listInvoicePayments, listRefunds, retrieveRefund } from './refunds.ts';

/** What this endpoint answers, `:id` standing for an object's id; everything else is refused loudly, never passed over. */
const operations: Readonly<Record<string, Operation>> = {
  'POST /v1/customers': createCustomer,
  'GET /v1/customers': listCustomers,
  'GET /v1/customers/:id': retrieveCustomer,
  'DELETE /v1/customers/:id': deleteCustomer,
  'POST /v1/products': createProduct,
  'GET /v1/products': listProducts,
  'GET /v1/products/:id': retrieveProduct,
  'POST /v1/prices': createPrice,
  'GET /v1/prices': listPrices,
  'GET /v1/prices/:id': retrievePrice,
  'POST /v1/invoices': createInvoice,
  'GET /v1/invoices': listInvoices,
  'GET /v1/invoices/:id': retrieveInvoice,
  'DELETE /v1/invoices/:id': deleteInvoice,
  'GET /v1/invoices/:id/lines': listInvoiceLines,
  'POST /v1/invoices/:id/finalize': finalizeInvoice,
  'POST /v1/invoices/:id/pay': payInvoice,
  'POST /v1/invoices/:id/void': voidInvoice,
  'POST /v1/invoices/:id/mark_uncollectible': markUncollectible,
  'POST /v1/invoiceitems': createInvoiceItem,
  'GET /v1/invoiceitems': listInvoiceItems,
  'GET /v1/invoiceitems/:id': retrieveInvoiceItem,
  'GET /v1/invoice_payments': listInvoicePayments,
  'POST /v1/refunds': createRefund,
  'GET /v1/refunds': listRefunds,
  'GET /v1/refunds/:id': retrieveRefund,
  'POST /v1/credit_notes': createCreditNote,
  'GET /v1/credit_notes': listCreditNotes,
  'GET /v1/credit_notes/:id': retrieveCreditNote,
  'POST /v1/credit_notes/:id/void': voidCreditNote,
  'GET /v1/events': listEvents,
  'GET /v1/events/:id': retrieveEvent,
};

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The body of a POST, the query of a GET. */
  readonly form: Form;
}

/** Answers one request of the API. @throws StripeApiError */
export function answer(context: ApiContext, { method, path, form }: ApiRequest): object {
  const [, version = '', collection = '', id = '', ...rest] = path.split('/');
  const route = [method, [``, version, collection, ...(id === '' ? [] : [':id']), ...rest].join('/')].join(' ');
  const operation = Object.hasOwn(operations, route) ? operations[route] : undefined;
  if (operation === undefined) throw new StripeApiError(501, 'api_error', `This local endpoint does not know ${method} ${path}.`, 'not_implemented');
  return expand(context.state, operation(context, { form, id }), listOf(form, 'expand'));
}
