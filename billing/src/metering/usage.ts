import { z } from 'zod';
import { pricesOf } from '../catalog/catalog.ts';
import { splitByPrice, type PricedSpan } from '../catalog/price.ts';
import type { BillingContext } from '../context.ts';
import { findContract, type Contract } from '../contract/contract.ts';
import { creditOwner, type CreditHolder } from '../credit/credit.ts';
import { spend, type Spending } from '../credit/spend.ts';
import { postJournal } from '../ledger/journal.ts';
import { bigintColumn, type Currency } from '../money.ts';
import { rate, type Charge } from '../rating/rating.ts';
import type { Sql } from '../sql.ts';

/** A stretch of a lab's running time, as a meter reports it. */
export interface UsageInput extends CreditHolder {
  /** Which meter; with the event id it names the report: the same one twice is the same one. */
  readonly source: string;
  readonly eventId: string;
  readonly labId: string;
  readonly unitId: string | null;
  readonly product: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Why a report was set aside instead of rated. */
export type QuarantineCode = 'USAGE_SPAN_INVALID' | 'USAGE_IN_THE_FUTURE' | 'USAGE_TOO_OLD' | 'CONTRACT_MISSING' | 'PRICE_MISSING';

export type UsageOutcome =
  | { readonly status: 'posted'; readonly seconds: bigint; readonly amount: bigint; readonly currency: Currency }
  | { readonly status: 'quarantined'; readonly code: QuarantineCode }
  /** The same report was taken before; nothing changed. */
  | { readonly status: 'repeated' };

const FUTURE_MILLISECONDS = 5 * 60_000;
const OLDEST_MILLISECONDS = 35 * 24 * 3_600_000;

/**
 * Takes a meter's report: keeps it raw, rates it by the prices and the contract in force, posts it to the ledger and draws on the
 * learner's credit, all in the caller's transaction. A report that cannot be rated is kept in quarantine, never lost.
 */
export async function recordUsage(context: BillingContext, tx: Sql, input: UsageInput): Promise<UsageOutcome> {
  const rawId = await insertRaw(context, tx, input);
  if (rawId === undefined) return { status: 'repeated' };
  const contract = await findContract(tx, input.institutionId, input.startsAt);
  const spans = contract === undefined ? undefined : splitByPrice(await pricesOf(tx, input.product, contract.currency), input.startsAt, input.endsAt);
  const problem = problemOf(input, context.clock.now(), { contract, spans });
  if (problem !== undefined || contract === undefined || spans === undefined) {
    const code = problem ?? 'PRICE_MISSING';
    await tx.query('insert into billing.usage_quarantine (raw_id, code, detail, at) values ($1, $2, $3, $4)', [rawId, code, `${input.product} ${input.startsAt.toISOString()}`, context.clock.now()]);
    return { status: 'quarantined', code };
  }
  return rateAndPost(context, tx, { input, rawId, contract, spans });
}

function problemOf(input: UsageInput, now: Date, found: { contract: Contract | undefined; spans: PricedSpan[] | undefined }): QuarantineCode | undefined {
  if (input.endsAt <= input.startsAt) return 'USAGE_SPAN_INVALID';
  if (input.endsAt.getTime() > now.getTime() + FUTURE_MILLISECONDS) return 'USAGE_IN_THE_FUTURE';
  if (input.startsAt.getTime() < now.getTime() - OLDEST_MILLISECONDS) return 'USAGE_TOO_OLD';
  if (found.contract === undefined) return 'CONTRACT_MISSING';
  if (found.spans === undefined) return 'PRICE_MISSING';
  return undefined;
}

async function insertRaw({ clock, ids }: BillingContext, tx: Sql, input: UsageInput): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `insert into billing.usage_raw (id, institution_id, source, event_id, revision, lab_id, learner_id, course_id, unit_id, product_code, starts_at, ends_at, received_at)
     values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (source, event_id, revision) do nothing returning id`,
    [ids.next(), input.institutionId, input.source, input.eventId, input.labId, input.learnerId, input.courseId, input.unitId, input.product, input.startsAt, input.endsAt, clock.now()],
  );
  return row?.id;
}

interface Rateable {
  readonly input: UsageInput;
  readonly rawId: string;
  readonly contract: Contract;
  readonly spans: readonly PricedSpan[];
}

async function rateAndPost(context: BillingContext, tx: Sql, { input, rawId, contract, spans }: Rateable): Promise<UsageOutcome> {
  // stretches of one lab are rated one after another: each needs the total before it
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`usage:${input.labId}`]);
  let amount = 0n;
  let seconds = 0n;
  for (const span of spans) {
    const charge = rate(span.price, contract.discountBasisPoints, { before: await secondsRated(tx, input.labId, span.price.id), seconds: span.seconds });
    await postSpan(context, tx, { input, rawId, contract, span, charge });
    amount += charge.net;
    seconds += span.seconds;
  }
  return { status: 'posted', seconds, amount, currency: contract.currency };
}

async function secondsRated(tx: Sql, labId: string, priceId: string): Promise<bigint> {
  const rows = await tx.query('select coalesce(sum(seconds), 0) as seconds from billing.usage_rated where lab_id = $1 and price_version_id = $2', [labId, priceId]);
  return z.object({ seconds: bigintColumn }).parse(rows[0]).seconds;
}

async function postSpan(context: BillingContext, tx: Sql, { input, rawId, contract, span, charge }: Omit<Rateable, 'spans'> & { span: PricedSpan; charge: Charge }): Promise<void> {
  const spending = await spend(tx, input, { labId: input.labId, amount: charge.net });
  const journalId = await postJournal(context, tx, {
    institutionId: input.institutionId,
    opKey: `usage:${rawId}:${span.price.id}`,
    kind: 'usage',
    currency: contract.currency,
    entries: entriesOf(input, charge.net, spending),
  });
  await tx.query(
    `insert into billing.usage_rated (id, raw_id, institution_id, lab_id, price_version_id, contract_id, seconds, list_amount, amount, currency, journal_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [context.ids.next(), rawId, input.institutionId, input.labId, span.price.id, contract.id, span.seconds.toString(), charge.list.toString(), charge.net.toString(), contract.currency, journalId ?? null],
  );
}

/** What was used is owed by the institution; what the learner had been granted for it is used up. */
function entriesOf(input: UsageInput, amount: bigint, { fromHold, fromAvailable, overdraft }: Spending) {
  const fromCredit = fromHold + fromAvailable;
  return [
    { account: 'unbilled-usage', amount },
    { account: 'revenue', amount: -amount },
    { account: 'learner-credit', owner: creditOwner(input), amount: fromCredit },
    { account: 'overdraft', owner: input.unitId ?? '', amount: overdraft },
    { account: 'credit-budget', amount: -(fromCredit + overdraft) },
  ] as const;
}
