import { Stripe } from 'stripe';
import { z } from 'zod';
import type { PaymentProvider, Payer, ProviderDraft, ProviderInvoice } from '../provider.ts';
import { ProviderError } from '../provider.ts';

export interface StripeOptions {
  readonly secretKey: string;
  /** Another endpoint than Stripe. */
  readonly apiUrl?: string | undefined;
  readonly timeoutMilliseconds?: number;
}

const DAYS_TO_PAY = 30;

/**
 * Collects through Stripe: a draft invoice with an item per line, made final when both totals agree. Idempotency keys are made
 * from our ids, because the SDK's own are random and would not survive a restart.
 */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const stripe = openStripe(options);
  return {
    ensurePayer: (payer) => asking(async () => payer.providerId ?? (await createCustomer(stripe, payer))),
    draftInvoice: (draft, payerId) => asking(() => draftInvoice(stripe, draft, payerId)),
    finalizeInvoice: (id, invoiceId) => asking(() => finalize(stripe, id, invoiceId)),
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

async function createCustomer(stripe: Stripe, payer: Payer): Promise<string> {
  const customer = await stripe.customers.create({ name: payer.name, metadata: { institution_id: payer.institutionId } }, { idempotencyKey: `customer:${payer.institutionId}` });
  return answered(customer, 'customer').id;
}

async function draftInvoice(stripe: Stripe, draft: ProviderDraft, customer: string): Promise<ProviderInvoice> {
  const currency = draft.currency.toLowerCase();
  const invoice = answered(
    await stripe.invoices.create(
      {
        customer,
        currency,
        collection_method: 'send_invoice',
        days_until_due: DAYS_TO_PAY,
        auto_advance: false,
        pending_invoice_items_behavior: 'exclude',
        metadata: { invoice_id: draft.invoiceId, institution_id: draft.payer.institutionId },
      },
      { idempotencyKey: `invoice:${draft.invoiceId}` },
    ),
    'invoice',
  );
  for (const line of draft.lines) {
    const item = { customer, invoice: invoice.id, currency, amount: minorUnits(line.amount), description: line.description, metadata: { line_id: line.id } };
    answered(await stripe.invoiceItems.create(item, { idempotencyKey: `line:${line.id}` }), 'invoiceitem');
  }
  return toProviderInvoice(answered(await stripe.invoices.retrieve(invoice.id), 'invoice'));
}

async function finalize(stripe: Stripe, id: string, invoiceId: string): Promise<ProviderInvoice> {
  const current = answered(await stripe.invoices.retrieve(id), 'invoice');
  if (current.status !== 'draft') return toProviderInvoice(current);
  return toProviderInvoice(answered(await stripe.invoices.finalizeInvoice(id, { auto_advance: false }, { idempotencyKey: `finalize:${invoiceId}` }), 'invoice'));
}

/** Stripe's amounts are JSON numbers of minor units; KRW has no decimals there either. */
function minorUnits(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new ProviderError('refused', `${amount} does not fit Stripe's amounts`);
  return number;
}

const statusSchema = z.enum(['draft', 'open', 'paid', 'void', 'uncollectible']);

/** Reads an invoice object as Stripe sends it, in an answer or in a webhook. */
export function toProviderInvoice(invoice: Stripe.Invoice): ProviderInvoice {
  return {
    id: invoice.id,
    total: BigInt(invoice.total),
    status: statusSchema.parse(invoice.status ?? 'draft'),
    number: invoice.number,
    hostedUrl: invoice.hosted_invoice_url ?? null,
  };
}

/** The SDK resolves a bare 404 without an `error` body as success: only an object of the kind asked for is an answer. */
function answered<Answer extends { object: string }>(answer: Answer, object: Answer['object']): Answer {
  if (answer.object !== object) throw new ProviderError('ambiguous', `asked for a ${object}, got ${String(answer.object)}`);
  return answer;
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ProviderError ? error : toProviderError(error);
  }
}

/** @see https://docs.stripe.com/error-handling */
function toProviderError(error: unknown): ProviderError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Stripe.errors.StripeRateLimitError) return new ProviderError('throttled', message, { cause: error });
  if (error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAPIError) return new ProviderError('ambiguous', message, { cause: error });
  return new ProviderError('refused', message, { cause: error });
}
