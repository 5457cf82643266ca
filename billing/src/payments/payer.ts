import type { BillingContext } from '../context.ts';
import type { PaymentProvider, Payer } from './provider.ts';

interface PayerContext extends BillingContext {
  readonly provider: PaymentProvider;
}

/** The provider's id of the customer that an invoice was, or is being, sent to. */
export async function payerOfInvoice({ sql }: Pick<BillingContext, 'sql'>, invoiceId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ payer_id: string | null }>('select payer_id from billing.invoice where id = $1', [invoiceId]);
  return row?.payer_id ?? undefined;
}

/**
 * The customer to send an invoice to, written down before anything is sent: a later attempt looks for what an earlier one left with the same customer.
 * An institution that is no customer of the provider, or no more, becomes one.
 * @returns the provider's id
 */
export async function payerToSendTo(context: PayerContext, invoiceId: string, payer: Payer): Promise<string> {
  const { sql } = context;
  const known = await payerOfInvoice(context, invoiceId);
  if (known !== undefined) return known;
  const id = await currentCustomer(context, payer);
  await sql.query('update billing.invoice set payer_id = $2 where id = $1', [invoiceId, id]);
  return id;
}

async function currentCustomer({ sql, provider }: PayerContext, payer: Payer): Promise<string> {
  const customers = await sql.query<{ provider_id: string; is_gone: boolean }>('select provider_id, gone_at is not null as is_gone from billing.provider_customer where institution_id = $1', [payer.institutionId]);
  const current = customers.find(({ is_gone: isGone }) => !isGone);
  if (current !== undefined) return current.provider_id;
  const id = await provider.createPayer(payer, customers.length);
  // another process may have made the same one
  await sql.query('insert into billing.provider_customer (institution_id, provider_id) values ($1, $2) on conflict do nothing', [payer.institutionId, id]);
  return id;
}

/** Notes that a customer was deleted at the provider: the invoice that it was not sent any more, and all to come, go to another. */
export async function forgetPayer({ sql, clock }: BillingContext, invoiceId: string, payerId: string): Promise<void> {
  await sql.transaction(async (tx) => {
    await tx.query('update billing.provider_customer set gone_at = $2 where provider_id = $1 and gone_at is null', [payerId, clock.now()]);
    await tx.query('update billing.invoice set payer_id = null where id = $1 and payer_id = $2 and provider_id is null', [invoiceId, payerId]);
  });
}
