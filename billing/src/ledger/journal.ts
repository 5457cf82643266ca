import type { BillingContext } from '../context.ts';
import type { Currency } from '../money.ts';
import type { Sql } from '../sql.ts';

/** What an account stands for; `owner` tells apart the accounts of one kind. */
export type AccountKind = 'unbilled-usage' | 'revenue' | 'receivable' | 'cash' | 'learner-credit' | 'credit-budget' | 'overdraft';

/** One side of a journal: positive is debit, negative is credit, in minor units. */
export interface Entry {
  readonly account: AccountKind;
  /** Learner and course, unit …; empty for the institution's own account. */
  readonly owner?: string;
  readonly amount: bigint;
}

export interface JournalInput {
  readonly institutionId: string;
  /** Names the act; posting it twice is posting it once. */
  readonly opKey: string;
  readonly kind: 'grant' | 'usage' | 'invoice' | 'payment';
  readonly currency: Currency;
  readonly entries: readonly Entry[];
}

/**
 * Posts a journal in the caller's transaction. Entries of zero are left out; the database refuses a journal that does not
 * balance when the transaction commits.
 * @returns the journal's id, or undefined when this act was posted before or moves nothing
 */
export async function postJournal({ clock, ids }: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, journal: JournalInput): Promise<string | undefined> {
  const entries = journal.entries.filter((entry) => entry.amount !== 0n);
  if (entries.length === 0) return undefined;
  const [inserted] = await tx.query<{ id: string }>(
    `insert into billing.journal (id, institution_id, op_key, kind, at) values ($1, $2, $3, $4, $5)
     on conflict (op_key) do nothing returning id`,
    [ids.next(), journal.institutionId, journal.opKey, journal.kind, clock.now()],
  );
  if (inserted === undefined) return undefined;
  await ensureAccounts(tx, journal, entries);
  await tx.query(
    `insert into billing.posting (journal_id, account_id, currency, amount)
     select $1, a.id, $2, e.amount
     from unnest($3::text[], $4::text[], $5::bigint[]) as e (kind, owner, amount)
     join billing.ledger_account a on a.institution_id = $6 and a.kind = e.kind and a.owner = e.owner and a.currency = $2`,
    [inserted.id, journal.currency, ...columnsOf(entries), journal.institutionId],
  );
  return inserted.id;
}

async function ensureAccounts(tx: Sql, journal: JournalInput, entries: readonly Entry[]): Promise<void> {
  const [kinds, owners] = columnsOf(entries);
  await tx.query(
    `insert into billing.ledger_account (institution_id, kind, owner, currency)
     select $1, kind, owner, $2 from unnest($3::text[], $4::text[]) as e (kind, owner)
     on conflict do nothing`,
    [journal.institutionId, journal.currency, kinds, owners],
  );
}

function columnsOf(entries: readonly Entry[]): [string[], string[], string[]] {
  return [entries.map((entry) => entry.account), entries.map((entry) => entry.owner ?? ''), entries.map((entry) => entry.amount.toString())];
}
