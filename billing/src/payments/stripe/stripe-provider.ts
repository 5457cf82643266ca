import { Stripe } from 'stripe';
import { ProviderError, type DeletedDraft, type FoundDraft, type KnownInvoice, type PaymentProvider, type Payer, type ProviderDraft, type ProviderFailure, type ProviderInvoice } from '../provider.ts';
import { readAdjustments } from './stripe-adjustments.ts';
import { answered, asking, isMissing } from './stripe-failure.ts';
import { providerInvoice } from './stripe-invoice.ts';

export interface StripeOptions {
  readonly secretKey: string;
  /** Another endpoint than Stripe. */
  readonly apiUrl?: string | undefined;
  readonly timeoutMilliseconds?: number;
}

const DAYS_TO_PAY = 30;

/**
 * Collects through Stripe: a draft invoice with an item per line, made final when both totals agree. Idempotency keys are made
 * from our ids, because the SDK's own are random and would not survive a restart, and from what a thing is made for there: made anew for another customer it is another.
 */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const stripe = openStripe(options);
  return {
    createPayer: (payer, earlier) => asking(() => createCustomer(stripe, payer, earlier)),
    findDraft: (invoiceId, payerId) => asking(() => findDraft(stripe, invoiceId, payerId)),
    draftInvoice: (draft, payerId, found) => asking(() => whileThere(stripe, payerId, 'payer_gone', () => draftInvoice(stripe, { draft, customer: payerId, found }))),
    deleteDraft: (id) => asking(() => deleteDraft(stripe, id)),
    readInvoice: (invoice) => asking(() => readInvoice(stripe, invoice)),
    readAdjustments: (id) => asking(() => readAdjustments(stripe, id)),
    finalizeInvoice: (invoice, expected) => asking(() => whileThere(stripe, invoice.payerId, 'refused', () => finalize(stripe, invoice, expected))),
  };
}

function openStripe({ secretKey, apiUrl, timeoutMilliseconds = 10_000 }: StripeOptions): Stripe {
  const url = apiUrl === undefined ? undefined : new URL(apiUrl);
  return new Stripe(secretKey, {
    timeout: timeoutMilliseconds,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(url === undefined ? {} : { host: url.hostname, port: url.port, protocol: url.protocol === 'https:' ? 'https' : 'http' }),
  });
}

/** The key of a customer that was deleted would answer with it for a day: the next one has another. */
async function createCustomer(stripe: Stripe, payer: Payer, earlier: number): Promise<string> {
  const idempotencyKey = ['customer', payer.institutionId, ...(earlier === 0 ? [] : [earlier])].join(':');
  const customer = await stripe.customers.create({ name: payer.name, metadata: { institution_id: payer.institutionId } }, { idempotencyKey });
  return answered(customer, 'customer').id;
}

/**
 * Says of what fails because its customer is deleted that it does. Stripe then says of whatever is to be done with it that there is none, as another
 * account does; but it can still be asked for.
 * @param failure what that means for the request
 * @see https://docs.stripe.com/api/customers/delete
 */
async function whileThere<T>(stripe: Stripe, customer: string, failure: ProviderFailure, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error) || (await stripe.customers.retrieve(customer)).deleted !== true) throw error;
    throw new ProviderError(failure, `the customer ${customer} was deleted at Stripe: delete the draft, and what it bills is invoiced to a new one`, { cause: error });
  }
}

/** Lists rather than searches: Stripe's search lags behind what was just written. */
async function findDraft(stripe: Stripe, invoiceId: string, customer: string): Promise<FoundDraft | undefined> {
  for await (const invoice of stripe.invoices.list({ customer, limit: 100 })) {
    if (invoice.metadata?.invoice_id === invoiceId) return { id: invoice.id, lineIds: await lineIdsOf(stripe, invoice.id) };
  }
  return undefined;
}

async function lineIdsOf(stripe: Stripe, id: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const line of stripe.invoices.listLineItems(id, { limit: 100 })) {
    if (line.metadata.line_id !== undefined) ids.add(line.metadata.line_id);
  }
  return ids;
}

interface Drafting {
  readonly draft: ProviderDraft;
  readonly customer: string;
  readonly found: FoundDraft | undefined;
}

async function draftInvoice(stripe: Stripe, drafting: Drafting): Promise<ProviderInvoice | DeletedDraft> {
  const { draft, customer, found } = drafting;
  const invoice = { id: found?.id ?? (await createInvoice(stripe, draft, customer)), payerId: customer };
  try {
    await createItems(stripe, invoice.id, drafting);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // the key of an invoice that was deleted answers with it for a day
    const answer = await readInvoice(stripe, invoice);
    if (answer.status !== 'deleted') throw error;
    return answer;
  }
  return readInvoice(stripe, invoice);
}

/** @see https://docs.stripe.com/api/invoiceitems/create */
const MOST_ITEMS = 250;

/** An item for each line; of more than Stripe takes, the last ones are one item: they are the smallest, and every line can be read here. */
function itemsOf({ invoiceId, lines }: ProviderDraft): ProviderDraft['lines'] {
  if (lines.length <= MOST_ITEMS) return lines;
  const [own, further] = [lines.slice(0, MOST_ITEMS - 1), lines.slice(MOST_ITEMS - 1)];
  return [...own, { id: `further:${invoiceId}`, description: `${further.length} further lines`, amount: further.reduce((sum, { amount }) => sum + amount, 0n) }];
}

async function createItems(stripe: Stripe, invoice: string, { draft, customer, found }: Drafting): Promise<void> {
  const currency = draft.currency.toLowerCase();
  for (const line of itemsOf(draft).filter(({ id }) => found?.lineIds.has(id) !== true)) {
    const item = { customer, invoice, currency, amount: minorUnits(line.amount), description: line.description, metadata: { line_id: line.id } };
    answered(await stripe.invoiceItems.create(item, { idempotencyKey: `line:${line.id}:${invoice}` }), 'invoiceitem');
  }
}

/** Stripe has no trace of an invoice that was deleted. Nor has another account, which does not know the customer either; a deleted customer it knows. */
async function readInvoice(stripe: Stripe, { id, payerId }: KnownInvoice): Promise<ProviderInvoice | DeletedDraft> {
  try {
    return providerInvoice(answered(await stripe.invoices.retrieve(id), 'invoice'));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  answered(await stripe.customers.retrieve(payerId), 'customer');
  return { id, status: 'deleted' };
}

async function deleteDraft(stripe: Stripe, id: string): Promise<void> {
  try {
    answered(await stripe.invoices.del(id), 'invoice');
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function createInvoice(stripe: Stripe, draft: ProviderDraft, customer: string): Promise<string> {
  const invoice = await stripe.invoices.create(
    {
      customer,
      currency: draft.currency.toLowerCase(),
      collection_method: 'send_invoice',
      days_until_due: DAYS_TO_PAY,
      auto_advance: false,
      pending_invoice_items_behavior: 'exclude',
      metadata: { invoice_id: draft.invoiceId, institution_id: draft.payer.institutionId },
    },
    { idempotencyKey: `invoice:${draft.invoiceId}:${customer}` },
  );
  return answered(invoice, 'invoice').id;
}

/** A draft can be edited at Stripe until the last moment, so its total is looked at once more. */
async function finalize(stripe: Stripe, known: KnownInvoice, { invoiceId, total }: { readonly invoiceId: string; readonly total: bigint }): Promise<ProviderInvoice | DeletedDraft> {
  const current = await readInvoice(stripe, known);
  if (current.status !== 'draft') return current;
  if (current.total !== total) throw new ProviderError('refused', `the draft's total is ${current.total} there, ${total} here`);
  return providerInvoice(answered(await stripe.invoices.finalizeInvoice(known.id, { auto_advance: false }, { idempotencyKey: `finalize:${invoiceId}` }), 'invoice'));
}

/** Stripe's amounts are JSON numbers of minor units; KRW has no decimals there either. */
function minorUnits(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new ProviderError('refused', `${amount} does not fit Stripe's amounts`);
  return number;
}
