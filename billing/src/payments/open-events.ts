import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';

const openRow = z
  .object({ event_id: z.string(), concern: z.string(), received_at: z.date() })
  .transform((row) => ({ id: row.event_id, concern: row.concern, at: row.received_at }));

/** Something that happened at the payment provider and that nothing here books: why a person must look at it, and when it was heard of. */
export type OpenPaymentEvent = z.infer<typeof openRow>;

/** What nobody has settled yet, the oldest first. */
export async function openPaymentEvents({ sql }: Pick<BillingContext, 'sql'>): Promise<OpenPaymentEvent[]> {
  return z.array(openRow).parse(await sql.query('select event_id, concern, received_at from billing.stripe_inbox where concern is not null and settled_at is null order by received_at, event_id'));
}

/**
 * Says that a person has seen to an event. Said again, it stays as it is.
 * @returns what it was about, and whether that was said before
 * @throws PAYMENT_EVENT_UNKNOWN
 */
export async function settlePaymentEvent({ sql, clock }: Pick<BillingContext, 'sql' | 'clock'>, id: string): Promise<{ readonly concern: string; readonly repeated: boolean }> {
  const settled = await sql.query<{ concern: string }>('update billing.stripe_inbox set settled_at = $2 where event_id = $1 and concern is not null and settled_at is null returning concern', [id, clock.now()]);
  if (settled[0] !== undefined) return { concern: settled[0].concern, repeated: false };
  const [earlier] = await sql.query<{ concern: string }>('select concern from billing.stripe_inbox where event_id = $1 and concern is not null', [id]);
  if (earlier === undefined) throw new BillingError('PAYMENT_EVENT_UNKNOWN', { detail: id });
  return { concern: earlier.concern, repeated: true };
}
