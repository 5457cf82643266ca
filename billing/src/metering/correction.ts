import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { giveBack } from '../credit/spend.ts';
import { reverseJournal } from '../ledger/journal.ts';
import { currencySchema } from '../money.ts';
import type { Sql } from '../sql.ts';

const standingRow = z
  .object({ id: z.string(), journal_id: z.string().nullable(), invoiced: z.boolean(), institution_id: z.string(), learner_id: z.string(), course_id: z.string(), currency: currencySchema })
  .transform((row) => ({ id: row.id, journalId: row.journal_id, invoiced: row.invoiced, institutionId: row.institution_id, learnerId: row.learner_id, courseId: row.course_id, currency: row.currency }));
/** Rated use of an event that a new revision of it would replace, and whose credit it drew on. */
export type StandingUse = z.infer<typeof standingRow>;

/**
 * What still stands of an event's earlier revisions. Nothing of it is put on an invoice until the transaction ends: an invoice that is drafted
 * meanwhile would bill what is being taken back.
 */
export async function standingOf(tx: Sql, event: { readonly source: string; readonly eventId: string }): Promise<StandingUse[]> {
  const uses = await readStanding(tx, event);
  if (uses.length === 0) return uses;
  for (const institutionId of new Set(uses.map((use) => use.institutionId))) await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [invoicesOf(institutionId)]);
  return readStanding(tx, event);
}

/** The name of the lock under which an institution's use is put on invoices; corrections share it. */
export const invoicesOf = (institutionId: string): string => `invoice:${institutionId}`;

async function readStanding(tx: Sql, event: { readonly source: string; readonly eventId: string }): Promise<StandingUse[]> {
  const rows = await tx.query(
    `select r.id, r.journal_id, u.institution_id, u.learner_id, u.course_id, r.currency, exists (select 1 from billing.invoice_line_usage a where a.rated_id = r.id and a.released_at is null) as invoiced
     from billing.usage_standing r join billing.usage_raw u on u.id = r.raw_id where u.source = $1 and u.event_id = $2`,
    [event.source, event.eventId],
  );
  return z.array(standingRow).parse(rows);
}

/**
 * Takes back what an event's earlier revisions had cost: each journal by its mirror image, and the learner's credit.
 * @param rawId the report that replaces them
 */
export async function reverseStanding(context: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, { rawId, uses }: { readonly rawId: string; readonly uses: readonly StandingUse[] }): Promise<void> {
  for (const use of uses) {
    const reversal = use.journalId === null ? undefined : await reverseJournal(context, tx, use.journalId);
    if (reversal !== undefined) await giveBack(context, tx, use, reversal.reversed);
    await tx.query(
      'insert into billing.usage_reversal (rated_id, institution_id, raw_id, journal_id, at) values ($1, $2, $3, $4, $5)',
      [use.id, use.institutionId, rawId, reversal?.id ?? null, context.clock.now()],
    );
  }
}
