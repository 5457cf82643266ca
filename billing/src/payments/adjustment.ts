import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { postJournal, reverseJournal } from '../ledger/journal.ts';
import { bigintColumn } from '../money.ts';
import type { Sql } from '../sql.ts';
import { readBooked, type Booked } from './booked-invoice.ts';
import { ProviderError, type ProviderAdjustment } from './provider.ts';

type Booking = Pick<BillingContext, 'clock' | 'ids'>;
type State = ProviderAdjustment['state'];

/** The order in which an adjustment goes through its states: what is undone is never done again, whatever comes late. */
const FORWARD: readonly State[] = ['pending', 'done', 'undone'];

/** What an adjustment becomes when the provider says what it is: news that come late or twice do not take it back. */
export function afterNews(known: State, said: State): State {
  return FORWARD.indexOf(said) > FORWARD.indexOf(known) ? said : known;
}

const adjustmentRow = z
  .object({
    provider_ref: z.string(), invoice_id: z.string(), kind: z.enum(['refund', 'credit_note']), status: z.enum(['pending', 'done', 'undone']), amount: bigintColumn,
    from_cash: bigintColumn, from_owed: bigintColumn, kept: bigintColumn, journal_id: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.provider_ref, invoiceId: row.invoice_id, kind: row.kind, state: row.status, amount: row.amount, fromCash: row.from_cash, fromOwed: row.from_owed, kept: row.kept, journalId: row.journal_id,
  }));
type Known = z.infer<typeof adjustmentRow>;

/**
 * Books what the provider says was given back of an invoice, in the caller's transaction, each once and in any order; what came to nothing is taken back,
 * once. What the provider does not name stays: refunds and credit notes are never deleted there. The invoice's row is locked.
 * @throws ProviderError for an amount in another currency than the invoice's
 */
export async function applyAdjustments(context: Booking, tx: Sql, invoiceId: string, said: readonly ProviderAdjustment[]): Promise<void> {
  const invoice = await readBooked(tx, invoiceId);
  if (NOT_OWED.includes(invoice.status)) return;
  for (const adjustment of said) {
    if (adjustment.currency !== invoice.currency.toLowerCase()) throw new ProviderError('refused', `${adjustment.id} is in ${adjustment.currency}, its invoice in ${invoice.currency}`);
    const known = await keep(tx, invoice, adjustment);
    // a payment may settle several invoices: what is given back of it is booked with the one that heard of it first
    if (known.invoiceId === invoiceId) await move(context, tx, { invoice, known, next: afterNews(known.state, adjustment.state) });
  }
  await settleStatus(tx, invoiceId);
}

/** Nobody owes these, or nothing of them is booked yet. */
const NOT_OWED: readonly Booked['status'][] = ['draft', 'deleted', 'void'];

async function keep(tx: Sql, { id, institutionId, currency }: Booked, { id: ref, kind, fromCash, fromOwed, kept, madeAt }: ProviderAdjustment): Promise<Known> {
  await tx.query(
    `insert into billing.invoice_adjustment (provider_ref, invoice_id, institution_id, kind, status, amount, from_cash, from_owed, kept, currency, made_at)
     values ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9, $10) on conflict (provider_ref) do nothing`,
    [ref, id, institutionId, kind, (fromCash + fromOwed + kept).toString(), fromCash.toString(), fromOwed.toString(), kept.toString(), currency, madeAt],
  );
  return adjustmentRow.parse((await tx.query('select * from billing.invoice_adjustment where provider_ref = $1', [ref]))[0]);
}

interface Move {
  readonly invoice: Booked;
  readonly known: Known;
  readonly next: State;
}

async function move(context: Booking, tx: Sql, { invoice, known, next }: Move): Promise<void> {
  if (next === known.state) return;
  if (next === 'done') await book(context, tx, invoice, known);
  else await undo(context, tx, known);
}

async function book(context: Booking, tx: Sql, { id: invoiceId, institutionId, currency, status }: Booked, { id, kind, amount, fromCash, fromOwed, kept }: Known): Promise<void> {
  const journalId = await postJournal(context, tx, {
    institutionId,
    opKey: `adjustment:${id}`,
    kind: kind === 'refund' ? 'refund' : 'credit-note',
    currency,
    entries: [
      { account: 'given-back', amount },
      { account: 'cash', amount: -fromCash },
      { account: status === 'uncollectible' ? 'bad-debt' : 'receivable', amount: -fromOwed },
      { account: 'prepayment', amount: -kept },
    ],
  });
  await tx.query(`update billing.invoice_adjustment set status = 'done', journal_id = $2 where provider_ref = $1`, [id, journalId]);
  await addUp(tx, invoiceId, { fromCash, fromOwed });
}

async function undo(context: Booking, tx: Sql, { id, invoiceId, journalId, fromCash, fromOwed }: Known): Promise<void> {
  await tx.query(`update billing.invoice_adjustment set status = 'undone', undone_at = $2 where provider_ref = $1`, [id, context.clock.now()]);
  if (journalId === null) return;
  await reverseJournal(context, tx, journalId);
  await addUp(tx, invoiceId, { fromCash: -fromCash, fromOwed: -fromOwed });
}

async function addUp(tx: Sql, invoiceId: string, { fromCash, fromOwed }: Pick<Known, 'fromCash' | 'fromOwed'>): Promise<void> {
  await tx.query('update billing.invoice set refunded = refunded + $2, credited = credited + $3 where id = $1', [invoiceId, fromCash.toString(), fromOwed.toString()]);
}

/** A credit note may leave nothing to pay; one that is voided leaves it to pay again. What was paid stays paid, refunded or not. */
async function settleStatus(tx: Sql, invoiceId: string): Promise<void> {
  await tx.query(
    `update billing.invoice set status = case when paid + credited >= total then 'paid' when paid > 0 then 'part_paid' else 'open' end where id = $1 and status in ('open', 'part_paid', 'paid')`,
    [invoiceId],
  );
}

/** Takes back what was credited of an invoice that is voided: it bills nobody, so nothing of it can be given back. */
export async function undoAdjustments(context: Booking, tx: Sql, invoiceId: string): Promise<void> {
  const rows = z.array(adjustmentRow).parse(await tx.query(`select * from billing.invoice_adjustment where invoice_id = $1 and status <> 'undone'`, [invoiceId]));
  for (const known of rows) await undo(context, tx, known);
}
