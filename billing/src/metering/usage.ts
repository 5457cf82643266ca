import { z } from 'zod';
import { pricesOf } from '../catalog/catalog.ts';
import { splitByPrice, type PricedSpan } from '../catalog/price.ts';
import type { BillingContext } from '../context.ts';
import { findContract, type Contract } from '../contract/contract.ts';
import { creditOwner } from '../credit/credit-holder.ts';
import { spend, type Spending } from '../credit/spend.ts';
import { postJournal, type Entry } from '../ledger/journal.ts';
import { bigintColumn, type Currency } from '../money.ts';
import { rate, type Charge } from '../rating/rating.ts';
import type { Sql } from '../sql.ts';
import { reverseStanding, standingOf, type StandingUse } from './correction.ts';
import { closeQuarantine, readSetAside, setAside, type QuarantineCode, type Report, type UsageSetAside } from './quarantine.ts';
import { keepRaw, type UsageInput } from './raw-usage.ts';

export type UsageOutcome =
  | {
      readonly status: 'posted';
      readonly seconds: bigint;
      readonly amount: bigint;
      readonly currency: Currency;
      /** What the lab may still spend: what is free, and what is set aside for it. */
      readonly creditLeft: bigint;
      /** What the credit did not cover; the unit owes it. */
      readonly overdraft: bigint;
    }
  | { readonly status: 'quarantined'; readonly code: QuarantineCode }
  /** The same report was taken before; nothing changed. */
  | { readonly status: 'repeated' }
  /** A report of this name was taken before with other content; nothing changed. A correction needs a higher revision. */
  | { readonly status: 'conflict' }
  /** A higher revision was taken before; this one is kept, and counts for nothing. */
  | { readonly status: 'superseded' };

const FUTURE_MILLISECONDS = 5 * 60_000;
const OLDEST_MILLISECONDS = 35 * 24 * 3_600_000;

/**
 * Takes a meter's report: keeps it raw, rates it by the prices and the contract in force, posts it to the ledger and draws on the
 * learner's credit, all in the caller's transaction. A report that cannot be rated is kept in quarantine, never lost. A higher
 * revision takes back what the lower ones had cost before it is rated itself.
 */
export async function recordUsage(context: BillingContext, tx: Sql, input: UsageInput): Promise<UsageOutcome> {
  await lockLab(tx, input.labId);
  const kept = await keepRaw(context, tx, input);
  return kept.status === 'kept' ? rateOrSetAside(context, tx, { input, rawId: kept.rawId, receivedAt: context.clock.now() }) : kept;
}

/**
 * Tries to rate a report that was set aside, in the caller's transaction, as if it came now; its age is that of the day it came. What cannot be rated
 * yet stays aside, for the reason that holds now. Tried by several at once, or beside a meter, it is rated once.
 * @param rawId as `usageSetAside` names it
 */
export async function rateAgain(context: BillingContext, tx: Sql, { rawId, labId }: UsageSetAside): Promise<UsageOutcome> {
  await lockLab(tx, labId);
  const report = await readSetAside(tx, rawId);
  if (report.status !== 'aside') return report;
  const outcome = await rateOrSetAside(context, tx, report);
  if (outcome.status === 'posted') await closeQuarantine(context, tx, rawId);
  return outcome;
}

/** Stretches of one lab are taken one after another: each needs the total before it. */
async function lockLab(tx: Sql, labId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`usage:${labId}`]);
}

async function rateOrSetAside(context: BillingContext, tx: Sql, report: Report): Promise<UsageOutcome> {
  const { input, rawId } = report;
  const contract = await findContract(tx, input.institutionId, input.startsAt, input.unitId);
  const spans = contract === undefined ? undefined : splitByPrice(await pricesOf(tx, input.product, contract.currency), input.startsAt, input.endsAt);
  const corrected = await standingOf(tx, input);
  const problem = problemOf(report, { contract, spans, corrected });
  if (problem !== undefined || contract === undefined || spans === undefined) return setAside(context, tx, { ...report, code: problem ?? 'PRICE_MISSING' });
  await reverseStanding(context, tx, { rawId, uses: corrected });
  return rateAndPost(context, tx, { input, rawId, contract, spans });
}

interface Found {
  readonly contract: Contract | undefined;
  readonly spans: readonly PricedSpan[] | undefined;
  readonly corrected: readonly StandingUse[];
}

function problemOf({ input, receivedAt }: Report, found: Found): QuarantineCode | undefined {
  if (input.endsAt <= input.startsAt) return 'USAGE_SPAN_INVALID';
  if (input.endsAt.getTime() > receivedAt.getTime() + FUTURE_MILLISECONDS) return 'USAGE_IN_THE_FUTURE';
  if (input.startsAt.getTime() < receivedAt.getTime() - OLDEST_MILLISECONDS) return 'USAGE_TOO_OLD';
  if (found.corrected.some((use) => use.invoiced)) return 'USAGE_INVOICED';
  if (found.contract === undefined) return 'CONTRACT_MISSING';
  if (found.spans === undefined) return 'PRICE_MISSING';
  // less than half a second: there is nothing to rate
  if (found.spans.length === 0) return 'USAGE_SPAN_INVALID';
  return undefined;
}

interface Rateable {
  readonly input: UsageInput;
  readonly rawId: string;
  readonly contract: Contract;
  readonly spans: readonly PricedSpan[];
}

async function rateAndPost(context: BillingContext, tx: Sql, { input, rawId, contract, spans }: Rateable): Promise<UsageOutcome> {
  const sum = { seconds: 0n, amount: 0n, overdraft: 0n };
  let creditLeft = 0n;
  for (const span of spans) {
    const charge = rate(span.price, contract.discountBasisPoints, { before: await secondsRated(tx, input.labId, span.price.id), seconds: span.seconds });
    const spending = await postSpan(context, tx, { input, rawId, contract, span, charge });
    sum.seconds += span.seconds;
    sum.amount += charge.net;
    sum.overdraft += spending.overdraft;
    creditLeft = spending.left;
  }
  return { status: 'posted', ...sum, currency: contract.currency, creditLeft };
}

async function secondsRated(tx: Sql, labId: string, priceId: string): Promise<bigint> {
  const rows = await tx.query('select coalesce(sum(seconds), 0) as seconds from billing.usage_standing where lab_id = $1 and price_version_id = $2', [labId, priceId]);
  return z.object({ seconds: bigintColumn }).parse(rows[0]).seconds;
}

interface RatedSpan extends Omit<Rateable, 'spans'> {
  readonly span: PricedSpan;
  readonly charge: Charge;
}

async function postSpan(context: BillingContext, tx: Sql, { input, rawId, contract, span, charge }: RatedSpan): Promise<Spending & { readonly left: bigint }> {
  const spending = await spend(context, tx, { ...input, amount: charge.net, currency: contract.currency });
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
  return spending;
}

/** What was used is owed by the institution; what the learner had been granted for it is used up. */
function entriesOf(input: UsageInput, amount: bigint, { fromHold, fromAvailable, overdraft }: Spending): Entry[] {
  const fromCredit = fromHold + fromAvailable;
  return [
    { account: 'unbilled-usage', amount },
    { account: 'revenue', amount: -amount },
    { account: 'learner-credit', owner: creditOwner(input), amount: fromCredit },
    { account: 'overdraft', owner: input.unitId ?? '', amount: overdraft },
    { account: 'credit-budget', amount: -(fromCredit + overdraft) },
  ];
}
