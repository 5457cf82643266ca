import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { postJournal, reverseJournal, type Entry } from '../ledger/journal.ts';
import { bigintColumn } from '../money.ts';
import type { Sql } from '../sql.ts';
import { undoAdjustments } from './adjustment.ts';
import { lockInvoice, readBooked, releaseUses, type Booked } from './booked-invoice.ts';
import { applyDeletion, type Application, type BookingContext } from './deletion.ts';
import type { DeletedDraft, ProviderInvoice } from './provider.ts';

type Booking = Pick<BillingContext, 'clock' | 'ids'>;

/**
 * Takes over what the provider says of an invoice, in the caller's transaction. Answers and events come late, twice and in any
 * order: an invoice never goes back, and each step is booked once. One that is over another total there is not booked: it is kept with what it differs by,
 * for a person to settle, until both agree or it is void. One that is in another state there than here the nightly check names. A copy that somebody
 * makes of an invoice carries our id too: it is not ours, whatever is paid on it.
 */
export async function applyProviderInvoice(context: BookingContext, tx: Sql, invoiceId: string, answer: ProviderInvoice | DeletedDraft): Promise<Application> {
  const known = await lockInvoice(tx, invoiceId);
  if (known === undefined) return 'unknown';
  if (answer.status === 'deleted') return applyDeletion(context, tx, known, answer);
  if (known.status === 'deleted' && answer.status === 'draft') return 'deleted';
  if (isAnother(known, answer)) return 'another';
  const billsNobody = answer.status === 'void' && answer.paid === 0n;
  const differs = !billsNobody && known.status !== 'void' && (answer.total !== known.total || !isInItsCurrency(known, answer));
  await noteAnswer(tx, known, answer, differs ? context.clock.now() : null);
  if (known.status === 'deleted') return 'applied';
  if (differs) return 'differs';
  if (billsNobody) await voidInvoice(context, tx, known);
  else if (answer.status !== 'draft') await bookFinal(context, tx, known, answer);
  return 'applied';
}

function isInItsCurrency(known: Booked, answer: ProviderInvoice): boolean {
  return answer.currency === known.currency.toLowerCase();
}

/** @param differsNow the time, where it is over another total than ours */
async function noteAnswer(tx: Sql, known: Booked, answer: ProviderInvoice, differsNow: Date | null): Promise<void> {
  const comparable = isInItsCurrency(known, answer) ? answer.total.toString() : null;
  const [total, currency] = differsNow === null ? [null, null] : [answer.total.toString(), answer.currency];
  await tx.query(
    `update billing.invoice set provider_id = $2, number = coalesce($3, number), hosted_url = coalesce($4, hosted_url),
       provider_total = case when status = 'draft' then $5 else provider_total end,
       provider_status = case when array_position($6::text[], provider_status) > array_position($6::text[], $7) then provider_status else $7 end,
       differs_total = $8, differs_currency = $9, differs_since = case when $8::bigint is null then null else coalesce(differs_since, $10::timestamptz) end where id = $1`,
    [known.id, answer.id, answer.number, answer.hostedUrl, comparable, FORWARD, answer.status, total, currency, differsNow],
  );
}

async function bookFinal(context: Booking, tx: Sql, known: Booked, answer: ProviderInvoice): Promise<void> {
  await openInvoice(context, tx, known);
  await bookPayment(context, tx, known.id, answer);
  if (answer.status === 'uncollectible') await writeOff(context, tx, known.id);
  if (answer.status === 'paid') await lookForCredit(context, tx, known.id);
}

/** What is paid there and not here was credited, as far as we know: its events may be late, or lost. */
async function lookForCredit({ clock }: Booking, tx: Sql, id: string): Promise<void> {
  await tx.query(`update billing.invoice set adjustments_due_at = $2 where id = $1 and status in ('open', 'part_paid') and (adjustments_due_at is null or adjustments_due_at > $3)`, [id, clock.now(), new Date(clock.now().getTime() + LOOKED_AT_MILLISECONDS)]);
}

/** Longer than a look takes: one that is under way is not asked for again. */
const LOOKED_AT_MILLISECONDS = 15 * 60_000;

/**
 * The provider's states in the order an invoice goes through them: news that come late do not take it back. One that was deleted is never final: if it
 * is all the same, the nightly check must see it.
 */
const FORWARD: readonly (ProviderInvoice | DeletedDraft)['status'][] = ['draft', 'deleted', 'open', 'uncollectible', 'void', 'paid'];

/** A draft may take the place of one that is gone. */
function isAnother({ providerId, status }: Booked, answer: ProviderInvoice): boolean {
  const replaces = status === 'draft' && answer.status === 'draft';
  return providerId !== null && providerId !== answer.id && !replaces;
}

/**
 * A draft that has become final moves what was used from "unbilled" to "owed"; what rounding its lines left over has an account.
 * One over nothing has nothing to wait for.
 */
async function openInvoice(context: Booking, tx: Sql, { id, institutionId, currency, total, status }: Booked): Promise<void> {
  if (status !== 'draft') return;
  await tx.query('update billing.invoice set status = $2 where id = $1', [id, total === 0n ? 'paid' : 'open']);
  const [row] = await tx.query('select coalesce(sum(rounding), 0) as rounding from billing.invoice_line where invoice_id = $1', [id]);
  const { rounding } = z.object({ rounding: bigintColumn }).parse(row);
  await postJournal(context, tx, {
    institutionId,
    opKey: invoiceKey(id),
    kind: 'invoice',
    currency,
    entries: [{ account: 'receivable', amount: total }, { account: 'unbilled-usage', amount: rounding - total }, { account: 'rounding', amount: -rounding }],
  });
}

const invoiceKey = (id: string): string => `invoice:${id}`;

/**
 * Books the money that came in since what was booked before. The provider names the sum of all payments, so an event that comes
 * twice adds nothing, and one that is missed is made up for by the next.
 */
async function bookPayment(context: Booking, tx: Sql, invoiceId: string, answer: ProviderInvoice): Promise<void> {
  const invoice = await readBooked(tx, invoiceId);
  const amount = answer.paid - invoice.paid;
  if (amount <= 0n) return;
  const reference = `${answer.id}:${answer.paid}`;
  await tx.query(
    'insert into billing.payment (provider_ref, invoice_id, institution_id, amount, currency, at) values ($1, $2, $3, $4, $5, $6)',
    [reference, invoice.id, invoice.institutionId, amount.toString(), invoice.currency, context.clock.now()],
  );
  await tx.query(`update billing.invoice set paid = $2, status = case when $2 + credited >= total then 'paid' else 'part_paid' end where id = $1`, [invoice.id, answer.paid.toString()]);
  await postJournal(context, tx, {
    institutionId: invoice.institutionId,
    opKey: `payment:${reference}`,
    kind: 'payment',
    currency: invoice.currency,
    entries: [{ account: 'cash', amount }, ...settled(invoice, amount)],
  });
}

/** What a payment settles: the debt, or the loss it was already taken for; more than is owed is kept for the payer. */
function settled({ total, paid, credited, status }: Booked, amount: bigint): Entry[] {
  const owed = total > paid + credited ? total - paid - credited : 0n;
  const settles = amount < owed ? amount : owed;
  return [{ account: status === 'uncollectible' ? 'bad-debt' : 'receivable', amount: -settles }, { account: 'prepayment', amount: settles - amount }];
}

/** Takes an invoice back that was not paid; what was used is unbilled again and may go on another invoice. One that was never final here has no journals. */
async function voidInvoice(context: Booking, tx: Sql, known: Booked): Promise<void> {
  const { id } = known;
  const [voided] = await tx.query(`update billing.invoice set status = 'void' where id = $1 and status in ('draft', 'open', 'uncollectible') and paid = 0 returning 1`, [id]);
  if (voided === undefined) return;
  const journals = await tx.query<{ id: string }>('select id from billing.journal where op_key in ($1, $2)', [invoiceKey(id), writeOffKey(id)]);
  for (const journal of journals) await reverseJournal(context, tx, journal.id);
  await undoAdjustments(context, tx, id);
  await releaseUses(context, tx, known);
}

const writeOffKey = (id: string): string => `write-off:${id}`;

/** Takes what is still owed for a loss. */
async function writeOff(context: Booking, tx: Sql, id: string): Promise<void> {
  const [written] = await tx.query(`update billing.invoice set status = 'uncollectible' where id = $1 and status in ('open', 'part_paid') returning 1`, [id]);
  if (written === undefined) return;
  const { institutionId, currency, total, paid, credited } = await readBooked(tx, id);
  const owed = total - paid - credited;
  await postJournal(context, tx, {
    institutionId,
    opKey: writeOffKey(id),
    kind: 'write-off',
    currency,
    entries: [{ account: 'bad-debt', amount: owed }, { account: 'receivable', amount: -owed }],
  });
}
