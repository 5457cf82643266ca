import { invalid, missing, StripeApiError } from './errors.ts';
import { textOf, textsOf, type Form } from './form.ts';
import { finalizeInvoice, invoiceById, payInvoice, showInvoice } from './invoices.ts';
import type { State, StoredInvoice } from './state.ts';

export interface ApiContext {
  readonly state: State;
  readonly url: string;
  now(): Date;
  /** Raises an event, which is kept and sent to the webhook. */
  raise(type: string, object: unknown): void;
}

interface Call { readonly form: Form; readonly query: URLSearchParams; readonly id: string }
type Operation = (context: ApiContext, call: Call) => unknown;

/** What this endpoint answers; everything else is refused loudly, never passed over. */
const operations: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ['POST', /^\/v1\/customers$/, createCustomer],
  ['GET', /^\/v1\/customers$/, ({ state }, { query }) => list('/v1/customers', Object.values(state.customers), query)],
  ['GET', /^\/v1\/customers\/(?<id>[^/]+)$/, ({ state }, { id }) => state.customers[id] ?? fail(missing('customer', id))],
  ['POST', /^\/v1\/invoices$/, createInvoice],
  ['GET', /^\/v1\/invoices$/, (context, { query }) => list('/v1/invoices', Object.values(context.state.invoices).map((invoice) => showInvoice(context.state, invoice, context.url)), query)],
  ['GET', /^\/v1\/invoices\/(?<id>[^/]+)$/, (context, { id }) => shown(context, invoiceById(context.state, id))],
  ['POST', /^\/v1\/invoices\/(?<id>[^/]+)\/finalize$/, (context, { id }) => change(context, id, finalizeInvoice, 'invoice.finalized')],
  ['POST', /^\/v1\/invoices\/(?<id>[^/]+)\/pay$/, (context, { id }) => change(context, id, payInvoice, 'invoice.paid')],
  ['POST', /^\/v1\/invoices\/(?<id>[^/]+)\/void$/, (context, { id }) => change(context, id, (_state, invoice) => void Object.assign(invoice, { status: 'void' }), 'invoice.voided')],
  ['POST', /^\/v1\/invoiceitems$/, createItem],
  ['GET', /^\/v1\/events$/, ({ state }, { query }) => list('/v1/events', state.events.map(showEvent), query)],
  ['GET', /^\/v1\/events\/(?<id>[^/]+)$/, ({ state }, { id }) => showEvent(state.events.find((event) => event.id === id) ?? fail(missing('event', id)))],
];

/** Answers one request of the API. @throws StripeApiError */
export function answer(context: ApiContext, request: { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly form: Form }): unknown {
  for (const [method, pattern, operation] of operations) {
    const match = pattern.exec(request.path);
    if (match !== null && method === request.method) return operation(context, { form: request.form, query: request.query, id: match.groups?.id ?? '' });
  }
  throw new StripeApiError(501, 'api_error', `This local endpoint does not know ${request.method} ${request.path}.`, 'not_implemented');
}

function fail(error: StripeApiError): never {
  throw error;
}

export function nextId(state: State, prefix: string): string {
  state.counter += 1;
  return `${prefix}_local${String(state.counter).padStart(6, '0')}`;
}

export const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

function createCustomer({ state, now }: ApiContext, { form }: Call): unknown {
  const id = nextId(state, 'cus');
  const customer = { object: 'customer', id, name: textOf(form, 'name') ?? '', created: seconds(now()), metadata: textsOf(form, 'metadata'), livemode: false } as const;
  state.customers[id] = customer;
  return customer;
}

function createInvoice(context: ApiContext, { form }: Call): unknown {
  const { state } = context;
  const customer = textOf(form, 'customer') ?? '';
  if (state.customers[customer] === undefined) throw missing('customer', customer);
  const id = nextId(state, 'in');
  const invoice: StoredInvoice = {
    id,
    customer,
    currency: textOf(form, 'currency') ?? 'usd',
    created: seconds(context.now()),
    metadata: textsOf(form, 'metadata'),
    collectionMethod: textOf(form, 'collection_method') ?? 'charge_automatically',
    status: 'draft',
    number: null,
    amountPaid: 0,
  };
  state.invoices[id] = invoice;
  context.raise('invoice.created', shown(context, invoice));
  return shown(context, invoice);
}

function createItem(context: ApiContext, { form }: Call): unknown {
  const invoice = invoiceById(context.state, textOf(form, 'invoice') ?? '');
  const amount = Number(textOf(form, 'amount'));
  const currency = textOf(form, 'currency') ?? invoice.currency;
  if (invoice.status !== 'draft') throw invalid('This invoice is no longer editable', 'invoice_not_editable');
  if (!Number.isSafeInteger(amount)) throw invalid('Invalid integer: amount');
  if (currency !== invoice.currency) throw invalid(`The invoice is in ${invoice.currency}; an item in ${currency} cannot be added.`);
  const id = nextId(context.state, 'ii');
  const item = { object: 'invoiceitem', id, customer: invoice.customer, invoice: invoice.id, amount, currency, description: textOf(form, 'description') ?? '', metadata: textsOf(form, 'metadata'), livemode: false } as const;
  context.state.items[id] = item;
  return item;
}

const shown = (context: ApiContext, invoice: StoredInvoice): Record<string, unknown> => showInvoice(context.state, invoice, context.url);

function change(context: ApiContext, id: string, apply: (state: State, invoice: StoredInvoice) => void, event: string): unknown {
  const invoice = invoiceById(context.state, id);
  apply(context.state, invoice);
  context.raise(event, shown(context, invoice));
  return shown(context, invoice);
}

/** Pays an open invoice as its payer would, on the hosted page. */
export function payHosted(context: ApiContext, id: string): void {
  change(context, id, payInvoice, 'invoice.paid');
}

export function showEvent(event: State['events'][number]): Record<string, unknown> {
  return { object: 'event', id: event.id, type: event.type, created: event.created, livemode: false, api_version: '2026-10-28.endive', pending_webhooks: 0, request: null, data: { object: event.object } };
}


const DEFAULT_PAGE = 10;

/** Newest first, a page at a time. */
function list(url: string, all: readonly object[], query: URLSearchParams): unknown {
  const newest = all.toReversed();
  const after = query.get('starting_after');
  const from = after === null ? 0 : newest.findIndex((entry) => 'id' in entry && entry.id === after) + 1;
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  return { object: 'list', url, data: newest.slice(from, from + limit), has_more: newest.length > from + limit };
}
