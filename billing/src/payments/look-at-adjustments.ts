import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import type { Sql } from '../sql.ts';
import { applyAdjustments } from './adjustment.ts';
import { applyProviderInvoice } from './booking.ts';
import type { BookingContext } from './deletion.ts';
import { ProviderError, type PaymentProvider } from './provider.ts';
import type { RefreshFailure } from './refresh.ts';

type LookContext = BillingContext & BookingContext & { readonly provider: PaymentProvider };

/** Somebody looks at an invoice for as long; after a look that failed, or whose process died, it is due again. */
const CLAIM_MILLISECONDS = 15 * 60_000;
const DAY_MILLISECONDS = 24 * 3_600_000;
const YEAR_MILLISECONDS = 366 * DAY_MILLISECONDS;

/** When an invoice is looked at next, unless an event says so before: each day, after a year each month. */
export function nextLook(createdAt: Date, now: Date): Date {
  const isOld = now.getTime() - createdAt.getTime() > YEAR_MILLISECONDS;
  return new Date(now.getTime() + (isOld ? 30 : 1) * DAY_MILLISECONDS);
}

/** Lets the invoices of a customer be looked at now, in the caller's transaction. @returns how many there are */
export async function askForLook(tx: Sql, payerId: string, now: Date): Promise<number> {
  const due = await tx.query(
    `update billing.invoice set adjustments_due_at = $2
     where id in (select i.id from billing.invoice i
                  where i.payer_id = $1 and i.provider_id is not null and i.status not in ('deleted', 'void') order by i.id for update of i) returning 1`,
    [payerId, now],
  );
  return due.length;
}

/**
 * Asks the payment provider what was given back of the invoices that are due for a look, and books it: an event only says that there is something to see,
 * because events come in any order and not at all. The host runs it every second or so; a run ends early where the provider does not answer.
 * @returns the invoices that could not be looked at; they are tried again in a quarter of an hour
 */
export async function lookAtAdjustments(context: LookContext): Promise<readonly RefreshFailure[]> {
  const failures: RefreshFailure[] = [];
  for (let due = await claim(context); due !== undefined; due = await claim(context)) {
    try {
      await look(context, due);
    } catch (error) {
      failures.push({ invoiceId: due.id, error });
      // a provider that does not answer is asked about one invoice a round: what else waits for it, such as payments, is not held up
      if (!(error instanceof ProviderError) || error.failure !== 'refused') return failures;
    }
  }
  return failures;
}

const dueRow = z.object({ id: z.string(), provider_id: z.string(), payer_id: z.string(), created_at: z.date(), adjustments_due_at: z.date() });
type Due = z.infer<typeof dueRow>;

async function claim({ sql, clock }: LookContext): Promise<Due | undefined> {
  const now = clock.now();
  const rows = await sql.query(
    `update billing.invoice i set adjustments_due_at = $2
     from (select d.id, d.payer_id from billing.invoice d
           where d.provider_id is not null and d.payer_id is not null and d.status not in ('deleted', 'void') and (d.adjustments_due_at <= $1 or d.adjustments_due_at is null and d.status <> 'draft')
           order by d.adjustments_due_at nulls last, d.id limit 1 for update of d skip locked) due
     where i.id = due.id returning i.id, i.provider_id, due.payer_id, i.created_at, i.adjustments_due_at`,
    [now, new Date(now.getTime() + CLAIM_MILLISECONDS)],
  );
  return z.array(dueRow).parse(rows)[0];
}

async function look(context: LookContext, due: Due): Promise<void> {
  const { provider, sql, clock } = context;
  // payments first: what is refunded was paid
  const answer = await provider.readInvoice({ id: due.provider_id, payerId: due.payer_id });
  const adjustments = answer.status === 'deleted' || answer.status === 'draft' ? [] : await provider.readAdjustments(due.provider_id);
  await sql.transaction(async (tx) => {
    const applied = await applyProviderInvoice(context, tx, due.id, answer);
    if (applied === 'contradicted') throw new ProviderError('refused', `${due.provider_id} is final and cannot be deleted, yet it is not there`);
    if (applied === 'applied') await applyAdjustments(context, tx, due.id, adjustments);
    // an event that came meanwhile asked for another look
    await tx.query('update billing.invoice set adjustments_due_at = $3 where id = $1 and adjustments_due_at = $2', [due.id, due.adjustments_due_at, nextLook(due.created_at, clock.now())]);
  });
}
