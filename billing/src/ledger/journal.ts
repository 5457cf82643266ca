import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';

/** What an account stands for; the table's own check lists the same. */
const accountKind = z.enum(['unbilled-usage', 'revenue', 'receivable', 'cash', 'learner-credit', 'credit-budget', 'overdraft', 'rounding', 'bad-debt', 'prepayment', 'given-back']);
export type AccountKind = z.infer<typeof accountKind>;

/** One side of a journal: positive is debit, negative is credit, in minor units. */
export interface Entry {
  readonly account: AccountKind;
  /** Tells apart the accounts of one kind: learner and course, unit …; empty for the institution's own account. */
  readonly owner?: string;
  readonly amount: bigint;
}

export interface JournalInput {
  readonly institutionId: string;
  /** Names the act; posting it twice is posting it once. */
  readonly opKey: string;
  readonly kind: 'grant' | 'expiry' | 'usage' | 'invoice' | 'payment' | 'refund' | 'credit-note' | 'write-off' | 'reversal';
  readonly currency: Currency;
  readonly entries: readonly Entry[];
  /** The journal that this one takes back. */
  readonly reverses?: string;
}

type Posting = Pick<BillingContext, 'clock' | 'ids'>;

/**
 * Posts a journal in the caller's transaction. Entries of zero are left out; the database refuses a journal that does not
 * balance when the transaction commits.
 * @returns the journal's id, or undefined when this act was posted before or moves nothing
 */
export async function postJournal({ clock, ids }: Posting, tx: Sql, journal: JournalInput): Promise<string | undefined> {
  const entries = journal.entries.filter((entry) => entry.amount !== 0n);
  if (entries.length === 0) return undefined;
  const [inserted] = await tx.query<{ id: string }>(
    `insert into billing.journal (id, institution_id, op_key, kind, reverses, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (op_key) do nothing returning id`,
    [ids.next(), journal.institutionId, journal.opKey, journal.kind, journal.reverses ?? null, clock.now()],
  );
  if (inserted === undefined) return undefined;
  await ensureAccounts(tx, journal, entries);
  await tx.query(
    `insert into billing.posting (journal_id, account_id, institution_id, currency, amount)
     select $1, a.id, $6, $2, e.amount
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

const postedRow = z.object({ institution_id: z.string(), currency: currencySchema, kind: accountKind, owner: z.string(), amount: bigintColumn });

/**
 * Takes a journal back by its mirror image: the ledger is never edited. Taking it back twice is taking it back once.
 * @returns the reversal's id and what the journal had moved; undefined when it was taken back before
 */
export async function reverseJournal(context: Posting, tx: Sql, journalId: string): Promise<{ readonly id: string; readonly reversed: readonly Entry[] } | undefined> {
  const rows = z.array(postedRow).parse(await tx.query(
    `select p.institution_id, p.currency, a.kind, a.owner, p.amount
     from billing.posting p join billing.ledger_account a on a.id = p.account_id where p.journal_id = $1`,
    [journalId],
  ));
  const [first] = rows;
  if (first === undefined) return undefined;
  const reversed = rows.map((row): Entry => ({ account: row.kind, owner: row.owner, amount: row.amount }));
  const id = await postJournal(context, tx, {
    institutionId: first.institution_id,
    opKey: `reversal:${journalId}`,
    kind: 'reversal',
    currency: first.currency,
    entries: reversed.map((entry) => ({ ...entry, amount: -entry.amount })),
    reverses: journalId,
  });
  return id === undefined ? undefined : { id, reversed };
}
